"""Tables that leave the toolkit: CSV, Parquet, HTML, LaTeX and .xlsx, exact and safe to open."""
