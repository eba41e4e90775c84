"""The rules of components that lengths and counts alone do not say: for messages and for forms."""

from collections import Counter

from bot.playground import limits
from bot.playground.forms import COMPONENTS_V1, COMPONENTS_V2
from bot.playground.modal_forms import MODAL
from bot.playground.refusals import Faults
from bot.playground.shapes import Json, Path
from bot.playground.world import walk

BUTTON, TEXT_INPUT, TEXT_DISPLAY = 2, 4, 10
SELECTS = (3, 5, 6, 7, 8)
LINK, PREMIUM = 5, 6


def check_message(components: list[Json], files: set[str], faults: Faults, *, v2: bool) -> None:
    """Note what Discord refuses in a message's components; `files` are the names that may be referred to."""
    before = len(faults.tree)
    (COMPONENTS_V2 if v2 else COMPONENTS_V1).check(components, ("components",), faults)
    if len(faults.tree) > before:
        return  # what has not even the shape cannot be judged further
    for path, component in _paths(components, ("components",)):
        if component["type"] == BUTTON:
            _check_button(component, path, faults)
        elif component["type"] in SELECTS:
            _check_select(component, path, faults)
        _check_files(component, path, files, faults)
    _check_rows(components, faults)
    _check_twins(components, faults)
    if v2:
        _check_totals(components, faults)


def check_form(form: Json, faults: Faults) -> None:
    """Note what Discord refuses in a modal."""
    MODAL.check(form, (), faults)
    if faults.tree:
        return
    for path, component in _paths(form["components"], ("components",)):
        kind = component["type"]
        in_label = path[-1] == "component"
        if kind == TEXT_INPUT and not in_label and not component.get("label"):
            faults.add((*path, "label"), "BASE_TYPE_REQUIRED", "This field is required")
        elif kind == TEXT_INPUT:
            _check_bounds(component, path, "min_length", "max_length", faults)
        elif kind in SELECTS:
            _check_select(component, path, faults)
    _check_twins(form["components"], faults)


def _paths(components: list[Json], path: Path) -> list[tuple[Path, Json]]:
    found: list[tuple[Path, Json]] = []
    for index, component in enumerate(components):
        here = (*path, index)
        found.append((here, component))
        found.extend(_paths(component.get("components") or [], (*here, "components")))
        inner = ((key, component.get(key)) for key in ("accessory", "component"))
        found.extend(((*here, key), one) for key, one in inner if isinstance(one, dict))
    return found


def _check_button(button: Json, path: Path, faults: Faults) -> None:
    style, custom_id, url = button["style"], button.get("custom_id"), button.get("url")
    if style == LINK:
        if not url:
            faults.add((*path, "url"), "BASE_TYPE_REQUIRED", "This field is required")
        elif not url.startswith(("http://", "https://", "discord://")):
            faults.add((*path, "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of (http, https, discord).")
        if custom_id is not None:
            code = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"
            faults.add(path, code, "A custom id and url cannot both be specified")
    elif style == PREMIUM:
        if not button.get("sku_id"):
            faults.add((*path, "sku_id"), "BASE_TYPE_REQUIRED", "This field is required")
        return
    elif not custom_id:
        faults.add((*path, "custom_id"), "BASE_TYPE_REQUIRED", "This field is required")
    elif url is not None:
        code = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"
        faults.add(path, code, "A custom id and url cannot both be specified")
    if not button.get("label") and not button.get("emoji"):
        faults.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button must have a label or emoji")


def _check_select(select: Json, path: Path, faults: Faults) -> None:
    _check_bounds(select, path, "min_values", "max_values", faults)
    options = select.get("options")
    if options is None:
        return
    if (select.get("max_values") or 1) > len(options):
        faults.add((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES", "max_values exceeds the options.")
    values = Counter(option["value"] for option in options)
    for index, option in enumerate(options):
        if values[option["value"]] > 1:
            at = (*path, "options", index, "value")
            faults.add(at, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")


def _check_bounds(component: Json, path: Path, least: str, most: str, faults: Faults) -> None:
    low, high = component.get(least), component.get(most)
    if low is not None and high is not None and low > high:
        faults.add((*path, least), "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")


def _check_files(component: Json, path: Path, files: set[str], faults: Faults) -> None:
    media = [component.get("media"), component.get("file")]
    media += [item.get("media") for item in component.get("items") or []]
    for one in media:
        url = one["url"] if one else ""
        if url.startswith("attachment://") and url.removeprefix("attachment://") not in files:
            code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
            faults.add(path, code, f"The referenced attachment could not be found: {url}")
        elif one and not url.startswith(("attachment://", "http://", "https://")):
            faults.add(path, "URL_TYPE_INVALID_SCHEME", "Scheme must be one of (http, https, attachment).")


def _check_rows(components: list[Json], faults: Faults) -> None:
    for path, component in _paths(components, ("components",)):
        if component["type"] == 1:
            kinds = [inner["type"] for inner in component["components"]]
            if len(kinds) > 1 and any(kind in SELECTS for kind in kinds):
                faults.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "Layout is too wide.")


def _check_twins(components: list[Json], faults: Faults) -> None:
    seen: set[str] = set()
    for path, component in _paths(components, ("components",)):
        custom_id = component.get("custom_id")
        if custom_id is None:
            continue
        if custom_id in seen:
            message = "Component custom id cannot be duplicated"
            faults.add((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        seen.add(custom_id)
    numbers = Counter(one["id"] for one in walk(components) if one.get("id"))
    if any(count > 1 for count in numbers.values()):
        faults.add(("components",), "COMPONENT_ID_DUPLICATED", "Component ids must be unique within a message")


def _check_totals(components: list[Json], faults: Faults) -> None:
    everything = list(walk(components))
    if len(everything) > limits.COMPONENTS:
        message = f"The total number of components cannot exceed {limits.COMPONENTS}"
        faults.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    text = sum(len(one["content"]) for one in everything if one["type"] == TEXT_DISPLAY)
    if text > limits.COMPONENTS_TEXT:
        message = f"The total length of displayable text cannot exceed {limits.COMPONENTS_TEXT}"
        faults.add(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
