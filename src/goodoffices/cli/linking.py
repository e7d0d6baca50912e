"""`goodoffices link`: which rows of files tell of one event; no database, no installation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import pyarrow as pa

    from goodoffices.methods.linkage import Linked, Model

ENGINES = ("duckdb", "spark")
MODELS = ("shipped", "by-hand")


def link(
    files: list[Path] = typer.Argument(
        ..., exists=True, dir_okay=False, readable=True, help="UCDP GED, ACLED or tables of yours."
    ),
    output: Path = typer.Option(
        ..., "--output", "-o", dir_okay=False, help="Where to write the incidents; Parquet."
    ),
    engine: str = typer.Option("duckdb", help="Where pairs are looked for: duckdb or spark."),
    model: str = typer.Option(
        "shipped",
        help="shipped (learnt from labelled records), by-hand (nothing learnt), or a JSON file of "
        "a model.",
    ),
    threshold: float = typer.Option(
        0.0, min=0.0, max=1.0, help="How likely a pair must be to be put together; 0: the model's."
    ),
    force: bool = typer.Option(False, "--force", help="Write over a file that is there."),
) -> None:
    """Find which rows of files tell of the same event; works without a database."""
    from dataclasses import replace

    from goodoffices.codebook.errors import Conflict, InvalidInput
    from goodoffices.methods.linkage import link as linked_of

    if engine not in ENGINES:
        raise InvalidInput("Choose an engine: duckdb or spark.")
    if output.exists() and not force:
        raise Conflict(f"{output} is there already: name another file, or add --force.")
    weighing = _model(model)
    if threshold:
        weighing = replace(weighing, threshold=threshold)
    rows = _rows(files)
    truth = rows["truth"].to_pylist() if "truth" in rows.column_names else None
    found = linked_of(rows, weighing, engine="spark" if engine == "spark" else "duckdb")
    _write(rows, found, output)
    for line in _summary(rows, found, truth):
        typer.echo(line)
    typer.echo(f"Written to {output}.")


def _model(name: str) -> Model:
    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.methods.linkage import Model

    if name in MODELS:
        return Model.shipped() if name == "shipped" else Model.unlearnt()
    try:
        return Model.from_json(Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise InvalidInput(
            f"There is no model {name[:80]!r}: give shipped, by-hand or a file."
        ) from None


def _rows(files: list[Path]) -> pa.Table:
    """Read all files into one table; a column only some have is empty in the others."""
    import pyarrow as pa

    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.formats.linkable import read

    tables = [read(file) for file in files]
    rows = pa.concat_tables(tables, promote_options="permissive").combine_chunks()
    if not rows.num_rows:
        raise InvalidInput("The files have no rows: there is nothing to link.")
    return rows


def _write(rows: pa.Table, found: Linked, output: Path) -> None:
    """Write one row a record, beside its place first, so that no half file is left."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    lowest = pa.array(found.group)
    names = pc.binary_join_element_wise(
        rows["source"].fill_null("").combine_chunks(), rows["id"].combine_chunks(), "/"
    )
    reasons = [[_told(one) for one in said] for said in found.reasons()]
    partner = pa.array(found.partner, mask=found.partner < 0)
    made = pa.table(
        {
            "record_id": rows["id"],
            "source": rows["source"],
            "incident_id": names.take(lowest),
            "probability": pa.array(found.chance, mask=found.partner < 0),
            "most_like": names.take(partner),
            "reasons": pa.array(reasons, pa.list_(pa.string())),
        }
    )
    temporary = output.with_name(f".{output.name}.part")
    try:
        pq.write_table(made, temporary)
        temporary.replace(output)
    finally:
        temporary.unlink(missing_ok=True)


def _told(reason: Any) -> str:
    """Write a reason as its code with its values, for machines and for the curious."""
    values = reason.values.items()
    return " ".join([reason.code, *(f"{name}={_plain(value)}" for name, value in values)])


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _summary(rows: pa.Table, found: Linked, truth: list[str] | None) -> list[str]:
    from collections import Counter

    from goodoffices.methods.linkage import evaluate

    sizes = Counter(found.group.tolist())
    several = [size for size in sizes.values() if size > 1]
    sources = Counter(rows["source"].to_pylist())
    lines = [f"{name or 'no source'}: {count:,} records" for name, count in sources.most_common(9)]
    lines.append(
        f"{rows.num_rows:,} records tell of {len(sizes):,} incidents; {len(several):,} of these "
        f"are told by more than one record, {sum(several):,} records in all."
    )
    lines.append(f"{found.looked_at:,} pairs were weighed.")
    if truth is not None:
        # A row without a truth is an incident of its own.
        said = [one or f"row {at}" for at, one in enumerate(truth)]
        quality = evaluate(found.group.tolist(), said)
        lines.append(
            f"Against cluster_id: precision {quality.precision:.3f}, recall {quality.recall:.3f}, "
            f"F1 {quality.f1:.3f}; B-cubed F1 {quality.bcubed_f1:.3f}."
        )
    return lines
