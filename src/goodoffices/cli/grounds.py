"""`goodoffices load gazetteer` and `load boundaries`: the ground a programme works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from goodoffices.core.models import BoundarySet, Programme

NATURAL_EARTH = "natural-earth"
PROGRAMME = typer.Option("", help="Slug of the programme; may be left out where there is one.")
BY = typer.Option("", help="Address of the member who loads; default: the only administrator.")


def gazetteer(
    country: list[str] = typer.Option(
        [], help="ISO code such as SY; repeat for several. Default: the programme's countries."
    ),
    programme: str = PROGRAMME,
    by: str = BY,
) -> None:
    """Load countries with their towns and villages from GeoNames; twice adds nothing."""
    from goodoffices.cli.programmes import acting, in_programme

    with in_programme(programme) as found:
        from goodoffices.codebook.errors import InvalidInput
        from goodoffices.core.services.gazetteer import load_gazetteer

        chosen = country or list(found.countries)
        if not chosen:
            raise InvalidInput("Say which countries: --country SY --country JO")
        loaded = load_gazetteer(programme=found, countries=chosen, by=acting(found, by))
        typer.echo(f"{loaded.added:,} places added, {loaded.known:,} were there already.")


def boundaries(
    file: Path = typer.Argument(
        ...,
        help="GeoJSON file of areas, degrees WGS 84; may be .gz. Or natural-earth: the outlines "
        "of countries that come with the program.",
    ),
    source: str = typer.Option("", help="Who drew the lines; shown wherever they are."),
    licence: str = typer.Option("", help="Under which licence."),
    country: list[str] = typer.Option(
        [],
        help="With natural-earth: ISO code such as SY; repeat for several. Default: the "
        "programme's countries, or else all.",
    ),
    note: str = typer.Option("", help="Whose line it is, as of when."),
    name: str = typer.Option("", help="Name of the set; else the source."),
    name_property: str = typer.Option("", help="Property that holds the areas' names."),
    level_property: str = typer.Option("", help="Property that holds the areas' levels."),
    programme: str = PROGRAMME,
    by: str = BY,
) -> None:
    """Load a set of boundaries beside those that are there."""
    from goodoffices.cli.programmes import acting, in_programme

    with in_programme(programme) as found:
        from goodoffices.codebook.errors import InvalidInput
        from goodoffices.core.services.boundaries import load_boundaries

        if str(file) == NATURAL_EARTH:
            _natural_earth(found, country, by)
            return
        if not file.is_file():
            raise InvalidInput(f"There is no file {file}.")
        made = load_boundaries(
            programme=found,
            file=file,
            source=source,
            licence=licence,
            note=note,
            name=name,
            name_property=name_property,
            level_property=level_property,
            by=acting(found, by),
        )
        _say(made)


def _natural_earth(programme: Programme, countries: list[str], by: str) -> None:
    from goodoffices.cli.programmes import acting
    from goodoffices.core.services.natural_earth import load_natural_earth

    wanted = countries or list(programme.countries)
    _say(load_natural_earth(programme=programme, countries=wanted, by=acting(programme, by)))


def _say(made: BoundarySet) -> None:
    typer.echo(f"{made.areas.count():,} areas loaded as “{made.name}” ({made.code}).")
