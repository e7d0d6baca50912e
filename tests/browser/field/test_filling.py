"""From setting a phone up to the report that arrives."""

from __future__ import annotations


def test_a_report_is_filled_in_and_arrives(phone, incident):
    one = phone()
    one.wait_ready("incident")
    one.picture("fill-home")
    one.open_form("incident")
    one.picture("fill-form")
    print(one.complaints)
    one.page.click("text=Shelling >> nth=0")
    one.page.fill(".question-container:has-text('wounded') input", "3")
    one.page.wait_for_selector("#saved[data-kept]")
    one.page.fill(".question-container:has-text('When did') input", "01/02/2026")
    one.page.keyboard.press("Tab")
    one.page.fill(".question-container textarea", "It began at noon.")
    said = one.finish()
    one.page.wait_for_timeout(1500)
    one.picture("fill-saved")
    print(one.complaints, incident.asked, said)
    assert said in incident.held
    assert one.complaints == []
