"""Locked means locked: what a page, a second officer and the stored bytes give away."""

from __future__ import annotations

import json

import pytest

from tests.browser.field.conftest import PIN
from tests.browser.field.test_sending import write_report

DUMP = """async () => {
    const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open("offices-field");
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = reject;
    });
    const text = (value) => {
        if (value instanceof CryptoKey) return `key:${value.extractable}`;
        if (value instanceof ArrayBuffer) value = new Uint8Array(value);
        if (value instanceof Uint8Array) return new TextDecoder("latin1").decode(value);
        if (value && typeof value === "object") return Object.fromEntries(Object.entries(value)
            .map(([key, one]) => [key, text(one)]));
        return value;
    };
    const all = {};
    for (const name of database.objectStoreNames) {
        all[name] = await new Promise((resolve) => {
            const asked = database.transaction(name).objectStore(name).getAll();
            asked.onsuccess = () => resolve(asked.result.map(text));
        });
    }
    database.close();
    return JSON.stringify(all);
}"""


def stored(one):
    """Return everything that lies in the browser's database, as far as it can be read."""
    return json.loads(one.page.evaluate(DUMP))


def test_a_page_that_is_opened_again_is_locked(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.start()
    assert one.page.locator("#lock").count() == 0
    assert one.page.locator("[data-form]").count() == 0
    one.page.goto(one.server + "/field/fill/#/sent")
    one.page.wait_for_selector(".row-button")
    assert one.page.locator("[data-sent]").count() == 0
    one.unlock()
    one.page.wait_for_selector("#lock")


def test_nothing_lies_in_clear(phone, incident, cast):
    one = phone()
    one.wait_ready("incident")
    one.open_form("incident")
    one.page.fill(".question-container textarea", "A draft about the bridge")
    one.page.wait_for_selector("#saved[data-kept]")
    one.page.click(".form-bar a")
    one.context.set_offline(True)
    write_report(one, "A report about the bridge")
    said = json.dumps(stored(one))
    for secret in ("bridge", "Incident", "incident", "talmora", "Talmora", "uuid:", "shelling"):
        assert secret not in said, secret
    assert incident.secret not in said
    assert PIN not in said
    assert "key:true" not in said
    assert "key:false" in said


def test_two_officers_share_a_phone_and_see_only_their_own(phone, incident, cast):
    one = phone()
    one.wait_ready("incident")
    one.context.set_offline(True)
    write_report(one, "by the first")
    one.context.set_offline(False)
    one.page.wait_for_selector("text=Nothing is waiting.")
    one.page.click("#lock")
    one.page.wait_for_selector(".row-button")
    one.context.clear_cookies()
    one.enrol(cast.analyst, label="Green", pin="another phrase")
    one.wait_ready("incident")
    one.page.click("#tabs a:has-text('Sent')")
    one.page.wait_for_selector("text=Nothing was sent from this phone yet.")
    one.page.click("#lock")
    one.page.wait_for_selector(".row-button >> nth=1")
    one.unlock(PIN, "Green")
    one.page.wait_for_selector("text=That is not the PIN.")
    one.unlock(PIN, "Blue")
    one.page.wait_for_selector("#lock")
    one.page.click("#tabs a:has-text('Sent')")
    one.page.wait_for_selector("[data-sent]")


def test_a_queue_is_not_stranded_when_its_officer_leaves(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.context.set_offline(True)
    said = write_report(one)
    one.page.click("#tabs a:has-text('Phone')")
    one.page.click("text=Leave this phone >> nth=-1")
    one.page.wait_for_selector("dialog >> text=/not sent yet/")
    one.page.click("dialog .button--stop")
    one.page.wait_for_selector("text=Only what waits is still sent.")
    kept = stored(one)
    assert kept["books"] == kept["drafts"] == kept["sent"] == []
    assert len(kept["outbox"]) == 1
    one.context.set_offline(False)
    one.page.wait_for_selector("text=Nobody is set up on this phone yet")
    assert list(incident.held) == [said]
    kept = stored(one)
    assert kept["officers"] == kept["outbox"] == kept["blobs"] == []


def test_wrong_pins_are_slowed_down_and_the_tenth_destroys(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.open_form("incident")
    one.page.fill(".question-container textarea", "A draft")
    one.page.wait_for_selector("#saved[data-kept]")
    one.page.click(".form-bar a")
    one.context.set_offline(True)
    said = write_report(one)
    one.start()
    for left in (9, 8, 7):
        one.unlock("wrong wrong")
        one.page.wait_for_selector(f"text=/After .{left}. more wrong tries/")
    one.unlock("wrong wrong")
    one.page.wait_for_selector("text=Too many wrong tries. Wait until")
    one.unlock(PIN)
    one.page.wait_for_selector("text=Too many wrong tries. Wait until")  # the right one, too
    for left in (6, 5, 4, 3, 2, 1):
        one.page.evaluate(LET_TIME_PASS)
        one.unlock("wrong wrong")
        one.page.wait_for_selector(f"text=/After .{left}. more wrong tr/")
    one.page.evaluate(LET_TIME_PASS)
    one.unlock("wrong wrong")
    one.page.wait_for_selector("text=Only what waits is still sent.")
    kept = stored(one)
    assert kept["books"] == kept["drafts"] == kept["sent"] == []
    assert len(kept["outbox"]) == 1
    one.context.set_offline(False)
    one.page.wait_for_selector("text=Nobody is set up on this phone yet")
    assert list(incident.held) == [said]


LET_TIME_PASS = """() => new Promise((resolve) => {
    const opening = indexedDB.open("offices-field");
    opening.onsuccess = () => {
        const transaction = opening.result.transaction("officers", "readwrite");
        const store = transaction.objectStore("officers");
        store.getAll().onsuccess = ({target}) => {
            for (const row of target.result) store.put({...row, until: 0});
        };
        transaction.oncomplete = () => { opening.result.close(); resolve(); };
    };
})"""


def test_a_right_pin_forgives_the_wrong_ones(phone, incident):
    one = phone()
    one.start()
    one.unlock("wrong wrong")
    one.page.wait_for_selector("text=That is not the PIN.")
    one.unlock()
    one.page.wait_for_selector("#lock")
    assert [row["tries"] for row in stored(one)["officers"]] == [0]


LATER = """() => {
  if (document.querySelector(".row-button")) return true;
  const now = Date.now; Date.now = () => now() + 6 * 60_000;
  document.dispatchEvent(new Event("visibilitychange"));
}"""
"""Six minutes pass without a touch; again where a late event of the page counted as one."""


def test_an_idle_page_locks_itself_and_keeps_the_draft(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.open_form("incident")
    one.page.fill(".question-container textarea", "In the middle of")
    one.page.evaluate("() => new Promise(requestAnimationFrame)")  # the scrolling of a click ends
    one.page.wait_for_function(LATER, polling=3_000)
    assert "In the middle of" not in one.page.content()
    assert one.page.locator(".odk-form").count() == 0
    one.unlock()
    one.page.click("a[href^='#/draft/']")
    one.page.wait_for_selector(".odk-form .question-container")
    assert one.page.input_value(".question-container textarea") == "In the middle of"


def test_the_pin_can_be_changed(phone, incident):
    one = phone()
    one.page.click("#tabs a:has-text('Phone')")
    one.page.click("summary")
    one.page.fill("#old-pin", "wrong wrong")
    one.page.fill("#new-pin", "quite another")
    one.page.keyboard.press("Enter")
    one.page.wait_for_selector("text=That is not the PIN.")
    one.page.fill("#old-pin", PIN)
    one.page.keyboard.press("Enter")
    one.page.wait_for_selector("text=The PIN is changed.")
    one.start()
    one.unlock("quite another")
    one.page.wait_for_selector("#lock")


@pytest.mark.parametrize("pin", ["12345", "111111", "456789", "654321"])
def test_a_pin_that_anybody_would_try_is_refused(phone, office, cast, visit, pin):
    from tests.cast import PASSWORD

    one = visit("en", "phone")
    one.log_in(cast.field_officer.user.email, PASSWORD)
    one.open("/p/talmora/field/web-form/")
    one.page.fill("#id_name", "Small phone")
    one.page.click("main form .button--primary")
    one.page.wait_for_selector("#label")
    one.page.fill("#label", "Blue")
    one.page.fill("#pin", pin)
    one.page.fill("#again", pin)
    one.page.click("main form .button--primary")
    one.page.wait_for_selector("#pin-error:not(:empty)")
