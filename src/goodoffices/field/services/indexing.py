"""The words of submissions, filed so that they can be searched in any of the scripts."""

from __future__ import annotations

from collections.abc import Iterable

from goodoffices.core import search
from goodoffices.field.models import FormVersion, Submission
from goodoffices.formats.submissions.questions import CHOICES, Questions
from goodoffices.methods.text import index_text


def file_words(submission: Submission, questions: Questions) -> None:
    """File a submission under the words of its answers; to be called once they were read.

    An answer that is a choice is filed under its labels in every language too.
    """
    words = "\n".join([submission.name, *_words(submission, questions)])
    row = submission.pk, submission.programme_id, int(submission.tlp), index_text(words)
    search.index("submission", [row])


def _words(submission: Submission, questions: Questions) -> Iterable[str]:
    for key, text in submission.answers.items():
        yield text
        path = "/".join(step.partition("[")[0] for step in key.split("/"))
        if questions.type_of(path) in CHOICES:
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
