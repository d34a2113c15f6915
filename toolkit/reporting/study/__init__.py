"""The main job: a folder of articles -> every table of the report, step by step."""
