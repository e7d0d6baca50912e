"""What a phone is answered while the programme or its office is closed: keep it, come back."""

from __future__ import annotations

import pytest

from goodoffices.core.models import Office
from goodoffices.core.services import locks
from goodoffices.core.shutting import Shut
from goodoffices.field.models import QuarantinedPost, Submission
from tests.cast import Cast
from tests.field.posts import instance
from tests.field.stage import Phone


@pytest.mark.parametrize("mode", [Shut.READ_ONLY, Shut.NO_ACCESS])
@pytest.mark.parametrize("office", [False, True])
def test_nothing_is_taken_and_nothing_is_lost(
    phone: Phone, in_programme: Cast, mode: str, office: bool
) -> None:
    cast = in_programme
    assert phone.client.get(phone.at("formList")).status_code == 200
    where: Office | None = cast.office if office else None
    lock = locks.close(programme=cast.programme, mode=mode, office=where, by=None)
    answer = phone.post(instance())
    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert not Submission.objects.exists()
    assert not QuarantinedPost.objects.exists()
    listed = phone.client.get(phone.at("formList"))
    assert listed.status_code == (503 if mode == Shut.NO_ACCESS else 200)
    locks.open_again(lock=lock, by=None)
    assert phone.post(instance()).status_code == 201
