"""`goodoffices load forms`: the ready-made forms, and forms from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from goodoffices.core.models import Programme, User
    from goodoffices.field.models import FormVersion

PROGRAMME = typer.Option("", help="Slug of the programme; may be left out where there is one.")
BY = typer.Option("", help="Address of the member who adds them, such as a director.")


def forms(
    form: list[str] = typer.Argument(
        None,
        help="Names of ready-made forms (incident-report, rights-first-note, meeting-note, "
        "daily-situation), or XLSForm or XForm files. Default: all ready-made ones.",
    ),
    publish: bool = typer.Option(False, help="Hand them out to phones at once."),
    programme: str = PROGRAMME,
    by: str = BY,
) -> None:
    """Add forms to a programme; the same form again adds nothing."""
    from goodoffices.cli.programmes import acting_member, in_programme

    with in_programme(programme) as found:
        from goodoffices.formats.xlsforms.shelf import shelf

        user = acting_member(found, by).user
        for name in form or list(shelf()):
            version = _added(found, name, publish, user)
            state = "published" if version.published_at else "kept as a draft"
            typer.echo(f"{version.form.title} ({version.form.xform_id}) is {state}.")


def _added(programme: Programme, name: str, published: bool, by: User) -> FormVersion:
    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.field.services import forms as services
    from goodoffices.formats.xlsforms.shelf import shelf

    if name in shelf():
        return services.add_ready_made(programme=programme, key=name, published=published, by=by)
    if not Path(name).is_file():
        raise InvalidInput(f"There is no file {name}, and no ready-made form of that name.")
    version = _uploaded(programme, Path(name), by)
    if published and version.published_at is None:
        return services.publish(version=version, by=by)
    return version


def _uploaded(programme: Programme, path: Path, by: User) -> FormVersion:
    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.field.services import forms as services
    from goodoffices.formats.xlsforms.server import SECONDS

    with path.open("rb") as stream:
        done = services.upload(
            programme=programme, file=stream, name=path.name, by=by, patience=SECONDS
        )
    for finding in done.findings:
        said = finding.to_dict()
        where = " ".join(str(said[part]) for part in ("sheet", "row", "column") if said[part])
        typer.echo(f"  {said['level']}: {where}: {said['message']}", err=True)
    if done.version is None:
        raise InvalidInput(f"{path.name} was not taken: correct what is listed above.")
    return done.version
