"""Expressions as DuckDB's SQL: Ibis' own, but for what this engine knows a cheaper way to say."""

from __future__ import annotations

from typing import Any

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from merilo.facts.engines.duckdb_days import MACRO


class Compiler(DuckDBCompiler):  # type: ignore[misc]  # Ibis says no types of its compilers
    """A local day is made by arithmetic (see `duckdb_days`)."""

    __slots__ = ()

    def visit_Cast(self, op: ops.Cast, *, arg: Any, to: dt.DataType) -> Any:  # noqa: N802 - Ibis' own name
        """The cast, or the macro for the day of an instant."""
        given = op.arg.dtype
        if to.is_date() and given.is_timestamp() and given.timezone and not isinstance(op.arg, ops.Literal):
            return self.f.anon[MACRO](arg)
        return super().visit_Cast(op, arg=arg, to=to)


_COMPILER = Compiler()


def sql_of(expr: ir.Expr) -> str:
    """The SQL of the expression."""
    return str(_COMPILER.to_sqlglot(expr).sql(dialect=Compiler.dialect))
