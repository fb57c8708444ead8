"""What can be taken out, table by table."""

from sepas.exchange.tables.cases import CASES
from sepas.exchange.tables.people import CUSTOMERS, STAFF
from sepas.exchange.tables.products import MODELS, REGISTRATIONS, UNITS
from sepas.exchange.tables.table import Table

TABLES: dict[str, Table] = {
    table.name: table for table in (CASES, CUSTOMERS, UNITS, REGISTRATIONS, MODELS, STAFF)
}
