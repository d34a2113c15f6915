"""An argument of the wrong kind, named after it has made a function fail.

Checking every argument of every call in advance would say the same things twice and cost time. A
public function is wrapped instead: when it fails with an error that no user could read, its
arguments are compared with its signature, and the first that does not fit is named, or a table with
a column or row twice. Where all fit, the error goes on as it is: that is a fault of the toolkit.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit._core.number_words import count, listed
from toolkit._core.table_faults import find_table_fault
from toolkit.errors import InputError, ToolkitError, shorten

if TYPE_CHECKING:
    from types import ModuleType

Function = TypeVar("Function", bound=Callable[..., Any])
Kind = TypeVar("Kind", bound=type)
MAX_LOOKED_AT = 1_000
"""Items of a sequence whose kind is looked at."""


def explain_public(names: dict[str, Any], public: Iterable[str]) -> None:
    """Wrap the public functions of a package in place.

    Parameters
    ----------
    names : dict
        ``globals()`` of the package.
    public : iterable of str
        Its ``__all__``.
    """
    for name in public:
        if inspect.isfunction(names[name]):
            names[name] = explain_arguments(names[name], package=names["__name__"])


def explain_arguments(function: Function, *, package: str = "toolkit") -> Function:
    """Wrap a public function so that an argument of the wrong kind is named.

    The result belongs to the public package, so that it can be sent to another process.

    Raises
    ------
    InputError
        When the function fails and an argument does not fit its signature.

    Examples
    --------
    >>> @explain_arguments
    ... def count(words: Sequence[str], *, least: int = 1) -> int:
    ...     return sum(len(word) >= least for word in words)
    >>> count([None])
    Traceback (most recent call last):
    toolkit.errors.InputError: count: words must be a sequence of texts; got [None].
    """

    @functools.wraps(function)
    def walk(*arguments: Any, **options: Any) -> Any:
        with _explained(function, arguments, options):
            yield from function(*arguments, **options)

    public = walk if inspect.isgeneratorfunction(function) else _explained_call(function)
    public.__module__ = package
    return public  # type: ignore[return-value]  # the same signature


def explain_methods(*names: str) -> Callable[[Kind], Kind]:
    """Return a class decorator: the named methods name an argument of the wrong kind.

    Parameters
    ----------
    *names
        Methods of the class, ``__init__`` for the arguments that make an object.

    Examples
    --------
    >>> @explain_methods("repeated")
    ... class Word(str):
    ...     def repeated(self, times: int) -> str:
    ...         return self * times
    >>> Word("news").repeated("twice")
    Traceback (most recent call last):
    toolkit.errors.InputError: Word.repeated: times must be a whole number; got 'twice'.
    """

    def explain(found: Kind) -> Kind:
        for name in names:
            setattr(found, name, _explained_call(getattr(found, name)))
        return found

    return explain


def _explained_call(function: Function) -> Function:
    @functools.wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:
        with _explained(function, arguments, options):
            return function(*arguments, **options)

    return call  # type: ignore[return-value]  # the same signature


def explain_settings(method: Function) -> Function:
    """Wrap a method of an estimator so that a setting, or an argument, of the wrong kind is named.

    Settings are looked at first: scikit-learn checks none of them before an estimator is fitted.
    """

    @functools.wraps(method)
    def call(self: Any, *arguments: Any, **options: Any) -> Any:
        settings = self.get_params(deep=False)
        with _explained(method, (self, *arguments), options), _explained(type(self), (), settings):
            return method(self, *arguments, **options)

    return call  # type: ignore[return-value]  # the same signature


@contextlib.contextmanager
def _explained(
    function: Callable[..., Any], arguments: Sequence[Any], options: Mapping[str, Any]
) -> Iterator[None]:
    try:
        yield
    except (ToolkitError, OSError, MemoryError, Warning):
        raise
    except Exception as error:
        message = find_problem(function, arguments, options, error)
        if message is None:
            raise
        raise InputError(message) from error


def find_problem(
    function: Callable[..., Any],
    arguments: Sequence[Any],
    options: Mapping[str, Any],
    error: Exception,
) -> str | None:
    """Return the sentence about the first argument that does not fit; None if all do."""
    signature = inspect.signature(function)
    try:
        bound = signature.bind(*arguments, **options)
    except TypeError:  # of a wrong name Python's own words are good
        return _too_many(function, signature, arguments)
    for name, value in bound.arguments.items():
        parameter = bound.signature.parameters[name]
        if parameter.kind in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}:
            continue
        kind = _parsed(parameter.annotation)
        if kind is not None and not _fits(value, kind):
            wanted, remedy = _words(kind), remedy_for(name, kind)
            return f"{said_name(function)}: {name} must be {wanted}; got {shorten(value)}.{remedy}"
    return _wrong_table(function, bound.arguments, error)


def _too_many(
    function: Callable[..., Any], signature: inspect.Signature, arguments: Sequence[Any]
) -> str | None:
    """Return the sentence about arguments that have to be named, if that is the error."""
    kinds = {name: one.kind for name, one in signature.parameters.items()}
    named = [name for name, kind in kinds.items() if kind == inspect.Parameter.KEYWORD_ONLY]
    if inspect.Parameter.VAR_POSITIONAL in kinds.values() or not named:
        return None
    placed = len(kinds) - len(named) - (inspect.Parameter.VAR_KEYWORD in kinds.values())
    if len(arguments) <= placed:
        return None
    is_method = next(iter(kinds), "") == "self"
    n, given = placed - is_method, len(arguments) - is_method
    return (
        f"{said_name(function)}: {count(n, 'argument')} may be given without a name; got {given}. "
        f"Write the others with theirs: {listed([f'{name}=' for name in named])}."
    )


def said_name(function: Callable[..., Any]) -> str:
    """Return the name of a function as a message says it, with the class of a method.

    Examples
    --------
    >>> said_name(print), said_name(str.join)
    ('print', 'str.join')
    """
    return function.__qualname__.rsplit("<locals>.", 1)[-1].removesuffix(".__init__")


def remedy_for(name: str, kind: ast.expr) -> str:
    """Return what to write for an argument that another function makes, "" if none does.

    Examples
    --------
    >>> remedy_for("dtm", ast.parse("DocumentTermMatrix", mode="eval").body)
    ' Write dtm = tt.count_terms(tokens) first.'
    """
    types = {_name(part) for part in ast.walk(kind) if isinstance(part, ast.Name | ast.Attribute)}
    code = next((_MADE_BY[one] for one in sorted(types) if one in _MADE_BY), "")
    code = code or _NAMED.get(name, "")
    if not code:
        return ""
    return f" Write {code} first." if " = " in code else f" Write {code}."


def _wrong_table(
    function: Callable[..., Any], arguments: Mapping[str, Any], error: Exception
) -> str | None:
    """Return the sentences about the first table in which something is wrong."""
    import pandas as pd

    for name, value in arguments.items():
        if isinstance(value, pd.DataFrame | pd.Series):
            fault = find_table_fault(name, value, error)
            if fault is not None:
                return f"{said_name(function)}: {fault}"
    return None


def _parsed(annotation: Any) -> ast.expr | None:
    if not isinstance(annotation, str):
        return None
    try:
        return ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return None


def _fits(value: Any, kind: ast.expr) -> bool:
    """Say whether a value is of a kind; what is not known fits."""
    if isinstance(kind, ast.BinOp):
        return _fits(value, kind.left) or _fits(value, kind.right)
    if isinstance(kind, ast.Constant):
        return value is None or kind.value is not None
    if isinstance(kind, ast.Subscript):
        return _fits(value, kind.value) and _items_fit(value, kind)
    return _is_of(value, _name(kind))


def _is_of(value: Any, name: str) -> bool:
    if name in {"Any", "object"}:
        return True
    if name in _KINDS:
        return _KINDS[name][0](value)
    known = _class(name)
    if known is None:
        return True
    if getattr(known, "_is_protocol", False):
        return all(hasattr(value, part) for part in vars(known) if not part.startswith("_"))
    return isinstance(value, known)


def _items_fit(value: Any, kind: ast.Subscript) -> bool:
    name, inner = _name(kind.value), kind.slice
    if name in {"Sequence", "Iterable", "list"} and hasattr(value, "__len__"):
        return all(_fits(item, inner) for item in islice(iter(value), MAX_LOOKED_AT))
    if name == "Mapping" and isinstance(inner, ast.Tuple):
        key, item = inner.elts
        pairs = list(value.items())[:MAX_LOOKED_AT]
        return all(_fits(k, key) and _fits(v, item) for k, v in pairs)
    if name == "tuple" and isinstance(inner, ast.Tuple) and isinstance(value, tuple):
        return len(value) == len(inner.elts) and all(map(_fits, value, inner.elts))
    return True


def _words(kind: ast.expr) -> str:
    """Return a kind as a person would say it."""
    if isinstance(kind, ast.BinOp):
        parts = [*_parts(kind)]
        return ", ".join(parts[:-1]) + f" or {parts[-1]}"
    if isinstance(kind, ast.Constant):
        return "None"
    if isinstance(kind, ast.Subscript):
        name, inner = _name(kind.value), kind.slice
        outer = _words(kind.value)
        if name in {"Sequence", "Iterable", "list"} and _name(inner) in _MANY:
            return f"{outer} of {_MANY[_name(inner)]}"
        return outer
    name = _name(kind)
    return _KINDS[name][1] if name in _KINDS else f"of type {name}"


def _parts(kind: ast.expr) -> list[str]:
    found = [kind] if not isinstance(kind, ast.BinOp) else []
    while isinstance(kind, ast.BinOp):
        found.insert(0, kind.right)
        kind = kind.left
        if not isinstance(kind, ast.BinOp):
            found.insert(0, kind)
    return list(dict.fromkeys(map(_words, found)))


def _name(kind: ast.expr) -> str:
    return kind.attr if isinstance(kind, ast.Attribute) else getattr(kind, "id", "")


def _class(name: str) -> type | None:
    """Return the class of that name in any module of the toolkit that is loaded."""
    modules: list[ModuleType] = [m for n, m in sys.modules.items() if n.startswith("toolkit")]
    found = (vars(module).get(name) for module in modules)
    return next((one for one in found if isinstance(one, type)), None)


def _is_pandas(name: str) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        import pandas as pd

        return isinstance(value, getattr(pd, name))

    return check


def _is_items(value: Any) -> bool:
    import numpy as np
    import pandas as pd

    is_text = isinstance(value, str | bytes)
    return not is_text and isinstance(value, Sequence | np.ndarray | pd.Series | pd.Index)


def _is_generator(value: Any) -> bool:
    import numpy as np

    return isinstance(value, np.random.Generator)


def _is_figure(value: Any) -> bool:
    return callable(getattr(value, "savefig", None))


def _are_numbers(value: Any) -> bool:
    import numpy as np

    try:
        np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return False
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


_KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "str": (lambda v: isinstance(v, str), "a text"),
    "int": (lambda v: isinstance(v, Integral) and not isinstance(v, bool), "a whole number"),
    "float": (_is_number, "a number"),
    "bool": (lambda v: isinstance(v, bool) or type(v).__name__ == "bool", "True or False"),
    "DataFrame": (_is_pandas("DataFrame"), "a DataFrame"),
    "Series": (_is_pandas("Series"), "a Series"),
    "Index": (_is_pandas("Index"), "an Index"),
    "Timestamp": (_is_pandas("Timestamp"), "a date"),
    "PathLike": (lambda v: isinstance(v, os.PathLike), "a path"),
    "Sequence": (_is_items, "a sequence"),
    "Iterable": (lambda v: isinstance(v, Iterable) and not isinstance(v, str), "a sequence"),
    "Mapping": (lambda v: isinstance(v, Mapping), "a dictionary"),
    "Callable": (callable, "a function"),
    "Ask": (callable, "a function"),
    "Generator": (_is_generator, "a numpy Generator"),
    "Figure": (_is_figure, "a matplotlib Figure"),
    "ArrayLike": (_are_numbers, "numbers"),
    "list": (lambda v: isinstance(v, list), "a list"),
    "tuple": (lambda v: isinstance(v, tuple), "a tuple"),
    "FittedModel": (lambda v: hasattr(v, "components_"), "a fitted model"),
    "TopicModel": (lambda v: hasattr(v, "components_"), "a fitted model"),
}
_MANY = {"str": "texts", "int": "whole numbers", "DataFrame": "DataFrames"}

_MADE_BY = {
    "Tokens": 'tokens = tt.tokenize(articles["text"])',
    "DocumentTermMatrix": "dtm = tt.count_terms(tokens)",
    "Themes": 'themes = tt.read_themes("themes.toml")',
    "FittedModel": "model = tt.LDA(n_topics=25).fit(dtm)",
    "TopicModel": "model = tt.LDA(n_topics=25).fit(dtm)",
    "TopicRecipe": "recipe = tt.topic_recipe(model)",
    "Study": 'study = tt.run_study("corpus", "themes.toml")',
}
"""What makes a value of a type."""

_NAMED = {
    "topics": "topics = tt.doc_topics(model, dtm)",
    "periods": "{'before': ('2014-01-01', '2015-07-13'), 'after': ('2015-07-14', '2018-05-07')}",
}
"""What makes the value of an argument, by its name."""
