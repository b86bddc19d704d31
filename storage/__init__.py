"""The database: tables, migrations and queries, speaking in the types of ``alerts``."""
