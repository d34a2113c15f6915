"""Models that learn topics, in scikit-learn's conventions, and the files they are kept in.

lda      latent Dirichlet allocation
nmf      non-negative matrix factorisation
storage  a fitted model on disk, without pickle
"""
