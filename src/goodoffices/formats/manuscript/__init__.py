"""The text of a publication: Markdown with marks that tie its sentences to records.

| mark | meaning |
| --- | --- |
| ``[@key]`` | the sentence before it, or around it, rests on the citation of that key |
| ``[=key.field]`` | a figure that comes from the record: ``[=c1.killed]`` |
| ``[!key]`` | alone in its paragraph: the chart or map of that citation stands here |
| ``[~]`` | the sentence is ours: a view, a call, what we are; not a statement of fact |

HTML in a text stays text. Pictures and files from elsewhere cannot be embedded.
"""

from goodoffices.formats.manuscript.marks import FigureMark, Mark, figures, keys, pictures
from goodoffices.formats.manuscript.plain_text import plain
from goodoffices.formats.manuscript.rendering import Source, render
from goodoffices.formats.manuscript.sentences import Sentence, sentences

__all__ = [
    "FigureMark",
    "Mark",
    "Sentence",
    "Source",
    "figures",
    "keys",
    "pictures",
    "plain",
    "render",
    "sentences",
]
