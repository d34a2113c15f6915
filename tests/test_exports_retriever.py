"""Text of Retriever's archives, on made-up samples in the form that public readers expect."""

from __future__ import annotations

import pytest

import toolkit as tt

RULE, LINE = "=" * 78, "-" * 78
SWEDISH = f"""Högskolan i Nordhamn
Uttag 2020-01-28

Nyheter:

> Hamnen öppnar, Kustbladet, 2006-12-29

> Regnet, sade bönder, Kustbladet Norra, 2020-12-04 05:26


Hamnen öppnar
Kustbladet, 2006-12-29
Sida 10#11
Publicerat i print.

Arbetarna i hamnen gick tillbaka till arbetet i måndags.

Rådet sade att samtalen skulle fortsätta.© Kustbladet

Alla artiklar är skyddade av upphovsrättslagen.
Läs hela artikeln på
http://ret.nu/nS45H0r6
{RULE}

Regnet, sade bönder
Kustbladet, Norra, 2020-12-04 05:26
Publicerat på webb.

Bönderna i dalen sade att regnet kom för sent för vetet.
"""
NORWEGIAN = f"""Universitetet i Nordhavn
Uttak 26.10.2014
2 papirartikler

Havnen åpner igjen
{LINE}
Kystposten, 06.05.1946
Side 8
Publisert på trykk.{" "}


Arbeiderne i havnen gikk tilbake til arbeidet mandag etter en avstemning i byen
som hadde krevd mer penger og kortere netter siden sommeren i byen her og nå.
Slik er det.

Rådet sa at samtalene om lønn skulle fortsette til slutten av måneden.
© Kystposten

Les hele nyheten på http://ret.nu/abc123
{RULE}

Regnet kom for sent
{LINE}
Kystposten Morgen, 10.06.1988
ROE JANE
Side 16
Publisert på trykk.{" "}

Bøndene i dalen sa at regnet kom for sent for hveten, men tidsnok for maisen.

Bildetekst: En åker i dalen. (Foto: X)© Kystposten

{RULE}
"""


def read(text, tmp_path, encoding="utf-8"):
    (tmp_path / "a.txt").write_text(text, encoding=encoding)
    articles = tt.read_articles(tmp_path / "a.txt", progress=False)
    assert "unbalanced" not in set(tt.ledger(articles)["rule"])
    return articles


def test_a_swedish_export_has_outlet_day_page_address_and_no_line_of_rights_in_its_story(tmp_path):
    articles = read(SWEDISH, tmp_path, "utf-16")
    assert articles["title"].tolist() == ["Hamnen öppnar", "Regnet, sade bönder"]
    assert articles["source"].tolist() == ["Kustbladet", "Kustbladet, Norra"]
    assert [str(day)[:10] for day in articles["date"]] == ["2006-12-29", "2020-12-04"]
    assert articles["url"].tolist() == ["http://ret.nu/nS45H0r6", ""]
    assert articles["body"].iloc[0] == (
        "Arbetarna i hamnen gick tillbaka till arbetet i måndags.\n\n"
        "Rådet sade att samtalen skulle fortsätta."
    )
    first = articles["extra"].iloc[0]
    assert (first["page"], first["medium"]) == ("10#11", "Publicerat i print.")
    dropped = tt.ledger(articles).query("rule == 'cover_page'")["text"].str.cat(sep="\n")
    assert "> Hamnen öppnar, Kustbladet, 2006-12-29" in dropped


def test_a_norwegian_export_is_dated_day_first_and_its_wrapped_lines_are_joined(tmp_path):
    articles = read(NORWEGIAN, tmp_path)
    assert articles["title"].tolist() == ["Havnen åpner igjen", "Regnet kom for sent"]
    assert [str(day)[:10] for day in articles["date"]] == ["1946-05-06", "1988-06-10"]
    assert articles["byline"].tolist() == ["", "ROE JANE"]
    assert articles["body"].iloc[0].split("\n\n")[1:] == [
        "Rådet sa at samtalene om lønn skulle fortsette til slutten av måneden."
    ]
    assert articles["captions"].iloc[1] == ["Bildetekst: En åker i dalen. (Foto: X)"]


@pytest.mark.parametrize("line", ["", "Sänt i TV.\n"])
def test_an_article_that_does_not_say_where_it_appeared_is_not_glued_to_the_one_above(
    line, tmp_path
):
    more = f"{RULE}\n\nVädret\nKustkanalen, 2019-01-02 18:00\n{line}\nDet regnar på kusten i dag.\n"
    articles = read(SWEDISH + more, tmp_path)
    assert articles["title"].tolist()[2:] == ["Vädret"]
    assert articles["body"].tolist()[1:] == [
        "Bönderna i dalen sade att regnet kom för sent för vetet.",
        "Det regnar på kusten i dag.",
    ]


def test_what_stands_between_two_rules_without_an_outlet_is_rejected(tmp_path):
    articles = read(f"{SWEDISH}{RULE}\n\nEn annons utan datum.\n", tmp_path)
    rejected = tt.ledger(articles).query("rule == 'no_outlet_line'")["text"].tolist()
    assert len(articles) == 2
    assert rejected == ["En annons utan datum."]


def test_a_story_that_says_where_something_was_published_is_no_export(tmp_path):
    story = "Boken, 2018, blev dyr.\nPublicerat i print var den ej.\n"
    articles = read(f"Hamnen öppnar\n\n22 oktober 2018\n\n{story}", tmp_path)
    assert articles["reader"].tolist() != ["retriever-txt"]


def test_two_articles_without_a_rule_between_them_are_two(tmp_path):
    articles = read(SWEDISH.replace(f"{RULE}\n", ""), tmp_path)
    assert articles["title"].tolist() == ["Hamnen öppnar", "Regnet, sade bönder"]
    assert "Bönderna" not in articles["body"].iloc[0]
