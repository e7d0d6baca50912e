"""The ledger: columns of all incidents beside the rows, from which pages count.

A row of a database holds everything of one incident; a page that counts needs two or three things
of each of a million. The ledger keeps those side by side, a leaf for each stretch of incidents.
It is derived and holds nothing of its own: triggers mark the leaves whose incidents change, in the
same transaction; a reader takes marked leaves from the rows; `renew` writes them anew.
"""
