"""A connection to PostgreSQL in a role that can read what was released and nothing else."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base

from goodoffices.site.confining import too_much


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection, used only once the database itself says how little it may read."""

    def init_connection_state(self) -> None:
        """Take the role on (Django's ``assume_role``); refuse one that could read more."""
        super().init_connection_state()
        connection = self.connection
        with connection.cursor() as cursor:
            found = too_much(cursor)
        if not connection.autocommit:
            connection.commit()
        if found:
            self.close()
            raise ImproperlyConfigured("The public site's login can read more than was released.")
