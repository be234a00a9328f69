"""What schemathesis cannot know by itself: who calls, and how Python writes our expressions."""

import json
import os

import schemathesis

TOKENS = json.loads(os.environ["SERVICE_TOKENS"])

# The first prefix that fits: roles stand in no OpenAPI document.
CALLERS = [
    ("/v1/sales", "pos"),
    ("/v1/my/", "link"),
    ("/v1/reports/", "analyst"),
    ("/v1/signals", "analyst"),
    ("/v1/sellers/", "analyst"),
    ("/v1/desk/staff", "supervisor"),
    ("/v1/desk/settings", None),
    ("/v1/desk/", "specialist"),
    ("/v1/cases", "specialist"),
]

# Python's expressions know no classes of Unicode, so nothing could be drawn: the same, written out.
CLASSES = {
    r"\p{Cc}": r"\u0000-\u001F\u007F-\u009F",
    # Half a character cannot be written in UTF-8, so none is drawn.
    r"\p{Cs}": "",
    r"\p{Zl}": r"\u2028",
    r"\p{Zp}": r"\u2029",
    # Beyond these letters too much is not assigned to be written out, so nothing of it is drawn.
    r"\p{C}": r"\u0000-\u001F\u007F-\u009F\u00AD" + "\u0378-\U0010FFFF",
}
# Letters, numbers, punctuation and signs, as far as they are drawn here: what is left out is blank or joins others.
VISIBLE = r"[\p{L}\p{N}\p{P}\p{S}]"
VISIBLE_WRITTEN_OUT = r"[!-~\u00A1-\u00AC\u00AE-\u02FF\u0391-\u03A1\u0410-\u0481]"


def caller_of(path):
    return next((caller for prefix, caller in CALLERS if path.startswith(prefix)), None)


def write_out(value):
    if isinstance(value, dict):
        pattern = value.get("pattern")
        if isinstance(pattern, str):
            pattern = pattern.replace(VISIBLE, VISIBLE_WRITTEN_OUT)
            for name, written in CLASSES.items():
                pattern = pattern.replace(name, written)
            value["pattern"] = pattern
        for member in value.values():
            write_out(member)
    elif isinstance(value, list):
        for member in value:
            write_out(member)


@schemathesis.hook
def before_load_schema(ctx, raw_schema):
    # Answers are held against the expressions as they are.
    for methods in raw_schema["paths"].values():
        for operation in methods.values():
            write_out(operation.get("requestBody", {}))


@schemathesis.auth()
class ServiceAuth:
    def get(self, case, ctx):
        return TOKENS

    def set(self, case, data, ctx):
        caller = caller_of(case.operation.path)
        if caller is not None:
            case.headers = case.headers or {}
            case.headers["Authorization"] = f"Bearer {data[caller]}"
