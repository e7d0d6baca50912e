"""The words of the page of field reports, in the one catalogue of translations.

The page works without a network, so it brings its words along: `table` makes one JSON file a
language. English is the key on the page; a test holds that this list and the page agree.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_noop as _


def ngettext_noop(one: str, other: str) -> tuple[str, str]:
    """Mark a counted sentence for the catalogue."""
    return one, other


OWN = [
    _("A newer version of this page is ready."),
    _("A phrase to seal the file with"),
    _("Add to the home screen"),
    _("Answer"),
    _("Answer to a question"),
    _(
        "Another correction of this report came first. The programme has both, and your "
        "office decides. You can delete this one here."
    ),
    _("Answered"),
    _("Approved"),
    _("Arrived"),
    _("Ask for news"),
    _("Ask the browser to keep it"),
    _(
        "At least six signs. Six digits keep a curious person out; only a phrase of "
        "several words keeps out a laboratory."
    ),
    _("Back"),
    _("Back to the forms"),
    _("Change the PIN"),
    _("Correct the report"),
    _("Corrected"),
    _("Delete"),
    _("Delete it for good"),
    _("Delete the draft {name}"),
    _("Delete this record?"),
    _("Drafts"),
    _(
        "Drafts and receipts of this person were destroyed after too many wrong "
        "tries. What waits is still sent."
    ),
    _("Drafts that are not finished are lost."),
    _("Everything is sent."),
    _("Field reports"),
    _("Files"),
    _("Form"),
    _("Forms"),
    _("Free some space, or reports with photos cannot be saved."),
    _("Goes out when there is a network"),
    _("Has a question"),
    _(
        "It could not be saved: there may be no room left on this phone. Nothing "
        "you wrote is lost while this form stays open."
    ),
    _("It is larger than the programme takes."),
    _(
        "It was not sent. Nobody can bring it back: save it as a file first if it "
        "may still be needed."
    ),
    _(
        "Its access was revoked. Everything you saved is still here: ask your "
        "office, or hand the outbox over as a file."
    ),
    _("Keep this page on the phone"),
    _("Kept as a draft at {time}"),
    _("Known to the programme as"),
    _("Language"),
    _("Leave it"),
    _("Leave this phone"),
    _("Leave this phone?"),
    _("Lock"),
    _("Lock when nobody touches the page"),
    _("Log in"),
    _(
        "Log in to your programme in this browser while there is a network, and "
        "choose “Web form on this phone”."
    ),
    _("Look for forms"),
    _("Looked for forms {time}"),
    _("Looking for forms."),
    _("Make the file"),
    _("Name before the PIN"),
    _("New PIN"),
    _("Next try {time}"),
    _("No network"),
    _("No network. The forms stay as they are."),
    _("Nobody is set up on this phone yet"),
    _("Not complete: needs the network once"),
    _("Not now"),
    _("Not on this phone"),
    _("Nothing could be sent. It stays saved on this phone."),
    _("Nothing is waiting."),
    _(
        "Nothing is waiting. What you finish is saved here first, and leaves when "
        "the programme has it."
    ),
    _("Nothing was sent from this phone yet."),
    _("One step is left"),
    _("Only what waits is still sent."),
    _("Open"),
    _("PIN"),
    _("Pages"),
    _("Phone"),
    _("Programme"),
    _("Ready without a network"),
    _("Rejected"),
    _("Remove from this phone"),
    _("Room"),
    _("Room used"),
    _("Save as a file"),
    _("Saved"),
    _("Saved on this phone. It is sent when there is a network."),
    _("Saved {time}"),
    _("Saved, and sent: the programme has it."),
    _("Send now"),
    _("Sending is under way."),
    _("Sent"),
    _("Sent {time}"),
    _("Set a PIN"),
    _("Set a PIN to finish setting up this phone."),
    _("Set the PIN"),
    _("State"),
    _("Take it now"),
    _("That PIN is among the first that anybody would try."),
    _("That is not the PIN."),
    _("The PIN is changed."),
    _("The PIN needs at least six signs."),
    _("The browser does not promise it. Put the page on the home screen."),
    _("The browser has promised to keep what lies here."),
    _("The browser may delete what this page keeps when the phone runs out of space."),
    _(
        "The browser may delete what this page keeps when the phone runs out of "
        "space. Put the page on the home screen to prevent that."
    ),
    _("The draft is deleted."),
    _("The file could not be made. Save the records one at a time."),
    _("The file is made."),
    _("The form is being opened."),
    _("The form is closed, or not for you."),
    _("The forms are up to date."),
    _("The forms have not come yet. Stay on the network for a moment."),
    _("The page itself is being kept"),
    _("The phrase needs at least ten signs."),
    _("The programme cannot be reached. What is shown is what it said last."),
    _("The programme did not take it. It is kept there for your office to look at."),
    _("The programme does not know this form, or not in this version."),
    _("The programme does not let this phone in any more"),
    _("The programme has no open form for you."),
    _(
        "The programme holds something else under the same name. Both are kept "
        "there; your office decides."
    ),
    _("The programme says: {words}"),
    _("The report to be corrected was sent by another phone."),
    _("The same PIN again"),
    _("The two are not the same."),
    _("They are sent when there is a network, also while this page is locked."),
    _(
        "This browser deletes what a page keeps when it was not opened for a week. "
        "Put the page on the home screen: use “Share”, then “Add to Home Screen”, "
        "and open it from there."
    ),
    _("This is what your office says now."),
    _("This form cannot be opened here. Tell your office its name and version."),
    _("This form is not on the phone any more."),
    _("This phone"),
    _("This phone is almost full"),
    _("This receipt is not here any more."),
    _("This record is not here any more: it was sent or deleted."),
    _("This record needs you"),
    _("Too many wrong tries. Wait until {time}."),
    _("Tries"),
    _("Try again now"),
    _("Undo"),
    _("Version {version} of this page"),
    _("Waiting"),
    _("Waiting to be sent"),
    _("What it says"),
    _("Whoever hands the file in needs it. Tell it to them by another way than the file."),
    _("Whoever picks up the phone sees it. Choose one that tells a stranger nothing."),
    _("Without a phrase: whoever finds the file can read everything in it"),
    _("Write an answer."),
    _("You answered:"),
    _("Your PIN"),
    _("Your PIN now"),
    _("Your answer"),
    _(
        "Your drafts, your answers and what you sent lie on this phone under this "
        "PIN. Nobody can reset it, not even the programme."
    ),
    _(
        "Your forms, drafts and receipts are destroyed here. What waits to be sent "
        "stays and is sent."
    ),
    _("Your office asks"),
    _("is over"),
    _("version {version}"),
    _("{form}, saved {time}"),
    _("{used} of {all} are used"),
]
"""What the page itself says."""

COUNTED = [
    ngettext_noop("Arrived; {count} file is missing", "Arrived; {count} files are missing"),
    ngettext_noop(
        "That is not the PIN. After {count} more wrong try, drafts and receipts of "
        "this person are destroyed.",
        "That is not the PIN. After {count} more wrong tries, drafts and receipts "
        "of this person are destroyed.",
    ),
    ngettext_noop(
        "The file holds {count} record with all its files. It stays here and is "
        "still sent: the programme takes it only once.",
        "The file holds {count} records with all their files. They stay here and "
        "are still sent: the programme takes each only once.",
    ),
    ngettext_noop("after {count} minute", "after {count} minutes"),
    ngettext_noop("{count} is still waiting.", "{count} are still waiting."),
    ngettext_noop("{count} file", "{count} files"),
    ngettext_noop("{count} language", "{count} languages"),
    ngettext_noop("{count} question to you", "{count} questions to you"),
    ngettext_noop(
        "{count} report is not sent yet. It stays here and is sent when there is a "
        "network; save it as a file first if you cannot wait.",
        "{count} reports are not sent yet. They stay here and are sent when there "
        "is a network; save them as a file first if you cannot wait.",
    ),
    ngettext_noop("{count} report is waiting", "{count} reports are waiting"),
    ngettext_noop("{count} report is waiting to be sent", "{count} reports are waiting to be sent"),
    ngettext_noop("{done} of {count} file is over", "{done} of {count} files are over"),
    ngettext_noop("{here} of {count} file is here", "{here} of {count} files are here"),
]
"""Sentences with a count."""

ENGINE = [
    _("1 question with error."),
    _("A file of this form is not on this device: {}"),
    _("Accuracy"),
    _("Accuracy: {}"),
    _("Add"),
    _("Advanced"),
    _("Altitude"),
    _("Altitude: {} m"),
    _("An error occurred while loading this form"),
    _("Are you sure you want to delete this entire shape and start over?"),
    _("Are you sure you want to delete this entire trace and start over?"),
    _("Cancel"),
    _("Cannot access location"),
    _("Cannot fetch media. Verify the URL and fetch settings."),
    _("Captured image preview"),
    _("Capturing location..."),
    _("Choose date"),
    _("Choose image"),
    _("Clear"),
    _("Condition not satisfied: constraint"),
    _("Condition not satisfied: required"),
    _("Delete"),
    _("Delete entire shape?"),
    _("Delete entire trace?"),
    _("Enter as: Lat Long Alt Acc (e.g. 45.5 -122.6 15 2; 45.6 -122.7 12 3)"),
    _("Failed to parse file. Ensure it is a valid GeoJSON."),
    _("Feature saved"),
    _("File is empty."),
    _("Finding your location"),
    _("Finish and save"),
    _("Full Screen"),
    _("Get location"),
    _("Grant location permission in the browser settings and make sure location is turned on."),
    _("Import data to replace location"),
    _("Incorrect geometry type."),
    _("Latitude"),
    _("Latitude is invalid"),
    _("Latitude: {}"),
    _(
        "Location unavailable. Enable GPS and browser permissions, then restart the "
        "form to try again."
    ),
    _("Location will be saved at {} m"),
    _("Longitude"),
    _("Longitude is invalid"),
    _("Longitude: {}"),
    _("More"),
    _("Next decade"),
    _("Next hour"),
    _("Next minute"),
    _("Next month"),
    _("Next year"),
    _("No point saved"),
    _("No shape saved"),
    _("No trace saved"),
    _("Nothing fits"),
    _("Nothing is chosen"),
    _("Okay"),
    _("Paste data in ODK format"),
    _("Point saved"),
    _("Poor accuracy"),
    _("Press and drag to move a point"),
    _("Previous decade"),
    _("Previous hour"),
    _("Previous minute"),
    _("Previous month"),
    _("Previous saved location at {} m"),
    _("Previous year"),
    _("Rank items"),
    _("Remove"),
    _("Remove point"),
    _("Remove selection"),
    _("Remove the picture"),
    _("Repeat Item"),
    _("Save"),
    _("Save location"),
    _("Save selected"),
    _("Send"),
    _("Shape saved"),
    _("Take picture"),
    _("Tap to move point"),
    _("Tap to place a point"),
    _("Technical error details"),
    _("There is nothing to choose from"),
    _("This file cannot be played: {}"),
    _("This file cannot be shown: {}"),
    _("Time taken to capture location:"),
    _("Today"),
    _("Trace saved"),
    _("Try again"),
    _("Unable to load map"),
    _("Undo last change"),
    _("Unknown accuracy"),
    _("Unsupported file type. Please upload a .geojson file."),
    _("Upload a GeoJSON file"),
    _("Upload file"),
    _("Use the location button to center on your current location"),
    _("View details"),
    _("Zoom to current location"),
    _("Zoom to fit"),
    _("am"),
    _("change language"),
    _("pm"),
    _("{} m"),
    _("🚧 Support for non-image uploads is pending. 🚧"),
]
"""What the form engine says; it speaks only English as it comes (frontend/field/build)."""

ENGINE_COUNTED = [
    ngettext_noop("{} point saved", "{} points saved"),
    ngettext_noop("{} question with errors.", "{} questions with errors."),
]
"""Sentences of the form engine with a count."""

SAMPLES = {
    "ar": {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100},
    "he": {"one": 1, "two": 2, "other": 5},
    "en": {"one": 1, "other": 2},
}
"""A number of each plural category (CLDR), by which the catalogue gives its form."""


def table(language: str) -> dict[str, Any]:
    """Return every word of a language, as the page reads it."""
    with translation.override(language):
        return {
            "language": language,
            "texts": _texts(OWN),
            "counted": _forms(COUNTED, language),
            "engine": _texts(ENGINE) | _forms(ENGINE_COUNTED, language),
        }


def _texts(english: list[str]) -> dict[str, str]:
    return {text: translation.gettext(text) for text in english}


def _forms(pairs: list[tuple[str, str]], language: str) -> dict[str, dict[str, str]]:
    return {
        other: {
            category: translation.ngettext(one, other, number)
            for category, number in SAMPLES[language].items()
        }
        for one, other in pairs
    }
