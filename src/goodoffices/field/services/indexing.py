"""The words of submissions, filed so that they can be searched in any of the scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from goodoffices.core import search
from goodoffices.field.models import FormVersion, Submission
from goodoffices.field.services.reading import Reader
from goodoffices.formats.submissions.questions import CHOICES, Questions
from goodoffices.methods.text import index_text

Row = tuple[int, int, int, str]


def file_words(read: Sequence[tuple[Submission, int]]) -> None:
    """File submissions under the words of their answers, once these were read.

    ``read``: each with the id of the version of the form it answers. An answer that is a choice
    is filed under its labels in every language too.
    """
    reader = Reader()
    reader.learn(version for _submission, version in read)
    search.index("submission", (_row(one, reader.questions(version)) for one, version in read))


def _row(submission: Submission, questions: Questions) -> Row:
    words = "\n".join([submission.name, *_words(submission, questions)])
    return submission.pk, submission.programme_id, int(submission.tlp), index_text(words)


def _words(submission: Submission, questions: Questions) -> Iterator[str]:
    for key, text in submission.answers.items():
        yield text
        path = "/".join(step.partition("[")[0] for step in key.split("/"))
        if questions.type_of(path) in CHOICES:
            yield from _labels(questions, path, text)


def _labels(questions: Questions, path: str, text: str) -> Iterable[str]:
    for name in questions.chosen(path, text):
        yield from questions.names(path).get(name, {}).values()


def questions_of(version: FormVersion) -> Questions:
    """Return the questions of a version of a form, as the readers of its answers need them."""
    return Questions(
        version.fields,
        version.choices,
        default_language=version.default_language,
        languages=version.languages,
    )
