"""How a ledger lies in a database: its lines, its anchors, and what keeps both from being changed."""

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
    create_engine,
    inspect,
)
from sqlalchemy.types import UserDefinedType

# "SmCL", in the head of an SQLite file; and the form of what follows.
APPLICATION = 0x536D434C
FORMAT = 1


class _Octets(UserDefinedType[bytes]):
    """Octets as the driver gives them: of what lies in their place nothing is made that only looks like octets."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: Any) -> str:
        """What the column is called in the table's definition."""
        return self.name


_METADATA = MetaData()
# SQLite takes a key for the place of the row only where it is called INTEGER.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_OCTETS = _Octets("BYTEA").with_variant(_Octets("BLOB"), "sqlite")
# Sixteen octets in both.
_ID = Uuid(as_uuid=False).with_variant(_Octets("BLOB"), "sqlite")

LINE = Table(
    "ledger_line",
    _METADATA,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("id", _ID, nullable=False, unique=True),
    Column("fingerprint", String(8), nullable=False),
    Column("granted", String(100), nullable=False),
    Column("event", String(9), nullable=False),
    Column("minute", Integer, nullable=False),
    Column("language", String(44), nullable=False),
    Column("how", String(8), nullable=False),
    Column("hash", _OCTETS, nullable=False),
    Column("seal", _OCTETS),
)
ANCHOR = Table(
    "ledger_anchor",
    _METADATA,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("hash", _OCTETS, nullable=False),
    Column("last", _OCTETS),
    Column("minute", Integer, nullable=False),
    Column("seal", _OCTETS, nullable=False),
)

_REFUSAL = "a ledger is append-only; lines go once an anchor says so"
_GUARDS: dict[str, tuple[str, ...]] = {}
_GUARDS["sqlite"] = (
    f"""CREATE TRIGGER ledger_line_stays BEFORE UPDATE ON ledger_line
BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER ledger_line_goes BEFORE DELETE ON ledger_line
WHEN OLD.number > (SELECT coalesce(max(number), 0) FROM ledger_anchor)
BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER ledger_anchor_stays BEFORE UPDATE ON ledger_anchor
BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER ledger_anchor_goes BEFORE DELETE ON ledger_anchor
BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
)
_GUARDS["postgresql"] = (
    f"""CREATE FUNCTION ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'ledger_line' THEN
        IF OLD.number <= (SELECT coalesce(max(number), 0) FROM ledger_anchor) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '{_REFUSAL}';
END $$""",
    *(
        f"""CREATE TRIGGER {table}_{name} BEFORE {what} ON {table}
FOR EACH {level} EXECUTE FUNCTION ledger_stays()"""
        for table in ("ledger_line", "ledger_anchor")
        for name, what, level in (("stays", "UPDATE OR DELETE", "ROW"), ("whole", "TRUNCATE", "STATEMENT"))
    ),
)


def are_there(connection: Connection) -> bool:
    """Whether the database has a ledger's tables."""
    found = inspect(connection)
    return all(found.has_table(table.name) for table in _METADATA.sorted_tables)


def create(connection: Connection) -> None:
    """Makes the tables and what guards them."""
    _METADATA.create_all(connection, checkfirst=False)
    kind = connection.dialect.name
    for statement in _GUARDS[kind]:
        connection.exec_driver_sql(statement)
    if kind == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")


def definition(connection: Connection) -> dict[str, tuple[object, ...]]:
    """Of an SQLite file what its schema says of each table, index and trigger, by name; not where a tree begins."""
    rows = connection.exec_driver_sql("SELECT name, type, tbl_name, sql, rootpage FROM sqlite_schema")
    # Only a trigger's place is always the same: it has none.
    return {name: (kind, table, sql, place if kind == "trigger" else None) for name, kind, table, sql, place in rows}


@cache
def as_made() -> dict[str, tuple[object, ...]]:
    """The definition of a ledger that was just made."""
    with create_engine("sqlite://").begin() as connection:
        create(connection)
        return definition(connection)
