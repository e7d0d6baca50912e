"""What of this room's records the data-protection page accounts for, and how they go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from goodoffices.core.retention import Kind, Purge, against, register
from goodoffices.rights.purging import consents, identities, keeping, lists, records

register(
    Kind(
        "rights.person",
        _("Persons"),
        _("Under code names, with what is noted of them and what they consented to."),
        Purge(
            "delete", records.due_people, records.visible, records.why_not_people, records.go_people
        ),
        page="rights:person",
    ),
    Kind(
        "rights.group",
        _("Groups of people"),
        _("Families, passengers, units: under code names, with what is noted of them."),
        Purge(
            "delete", records.due_groups, records.visible, records.why_not_groups, records.go_groups
        ),
        page="rights:group",
    ),
    Kind(
        "rights.identity",
        _("Identities"),
        _("Names, ways to reach somebody and papers, under a key outside the database."),
        Purge(
            "forget",
            identities.due,
            identities.visible,
            identities.why_not,
            identities.go,
            action="rights.identity.purged",
            record_of=identities.whose,
            early=True,
        ),
    ),
    Kind(
        "rights.consent",
        _("Consents"),
        _("What a person allowed, how and until when, and what they said when they took it back."),
        Purge(
            "delete",
            consents.due,
            consents.visible,
            consents.why_not,
            consents.go,
            action="rights.consent.purged",
            record_of=lambda row: row.person,
        ),
    ),
    Kind(
        "rights.casualtylist",
        _("Lists of people"),
        _("Rows with sex, age, date and place, each name encrypted; which rows are one person."),
        Purge("delete", lists.due_lists, records.visible, lists.why_not_lists, lists.go_lists),
        page="rights:list",
    ),
    Kind(
        "rights.act",
        _("Acts and who was involved"),
        _("Who is said to have done what to whom, and which norms it may breach."),
        Purge("delete", records.due_acts, records.visible, records.why_not_acts, records.go_acts),
        page="rights:act",
    ),
    Kind(
        "rights.case",
        _("Cases"),
        _("What is followed for somebody: steps, referrals, a timeline."),
        Purge(
            "delete", records.due_cases, records.visible, records.why_not_cases, records.go_cases
        ),
        page="rights:case",
    ),
    Kind(
        "rights.estimate",
        _("Estimates of how many in all"),
        _("How many people are on which lists, as counts; small ones may single somebody out."),
        Purge(
            "delete",
            lists.due_estimates,
            records.visible,
            lists.why_not_estimates,
            lists.go_estimates,
        ),
        page="rights:total",
    ),
)

against("core.evidence", keeping.of_files)
