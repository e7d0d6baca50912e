"""What of this room's records the data-protection page accounts for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from goodoffices.core.retention import Kind, register

register(
    Kind(
        "rights.person",
        _("Persons and groups"),
        _("Under code names, with what is noted of them and what they consented to."),
    ),
    Kind(
        "rights.identity",
        _("Identities"),
        _("Names, ways to reach somebody and papers, under a key outside the database."),
    ),
    Kind(
        "rights.casualtylist",
        _("Lists of people"),
        _("Rows with sex, age, date and place, each name encrypted; which rows are one person."),
    ),
    Kind(
        "rights.act",
        _("Acts and who was involved"),
        _("Who is said to have done what to whom, and which norms it may breach."),
    ),
    Kind(
        "rights.case",
        _("Cases"),
        _("What is followed for somebody: steps, referrals, a timeline."),
    ),
)
