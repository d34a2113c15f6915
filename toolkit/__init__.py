"""Topics and themes in dated news articles: ``import toolkit as tt``.

One direction of flow, with documented tables between the steps:

read → clean → tokenise → count → model → themes → periods → compare → figures → report

The public names are listed once, in ``__init__.pyi``; each is imported when first used, so that
``import toolkit`` is quick.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
