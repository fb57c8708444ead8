"""What only a whole pack, or all packs together, can show: contradictions, dangling names, overlaps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sepas.rules import ir
from sepas.rules.errors import Problem
from sepas.rules.model import FactDef, Pack, Provision
from sepas.rules.reach import reachable


def check_pack(pack: Pack) -> list[Problem]:
    """Problems inside one pack: contradictory or unreachable provisions, names that lead nowhere."""
    out: list[Problem] = []
    by_id = {provision.id: provision for provision in pack.provisions}
    owed = {duty.obligation for provision in pack.provisions for duty in provision.owes}
    unlocked = {remedy.remedy for provision in pack.provisions for remedy in provision.unlocks}
    if not reachable(pack.scope):
        out.append(
            Problem(pack.file, 1, f"the scope of «{pack.id}» can never hold", "correct the scope", "scope")
        )
    for provision in pack.provisions:

        def report(what: str, remedy: str, provision: Provision = provision) -> None:
            out.append(Problem(pack.file, provision.line, what, remedy, provision.id))

        gives = {give.line for give in provision.gives}
        gives |= {unlock.line for unlock in provision.unlocks if unlock.line is not None}
        for denial in provision.denies:
            if denial.line in gives and (not denial.provisions or provision.id in denial.provisions):
                report(
                    f"the provision gives and denies «{denial.line}»",
                    "split it, or name the provisions it denies",
                )
            for name in denial.provisions:
                if name not in by_id:
                    report(
                        f"it denies «{name}», which is not in this pack", "name a provision of the same pack"
                    )
                elif denial.line not in lines_of(by_id[name]):
                    report(
                        f"it denies «{denial.line}» of «{name}», which does not give it", "correct the line"
                    )
        for duty in provision.owes:
            for remedy in duty.on_breach:
                if remedy not in unlocked:
                    report(
                        f"a breach unlocks «{remedy}», which the pack never unlocks", "add it under unlocks:"
                    )
        for unlock in provision.unlocks:
            if unlock.on_breach_of is not None and unlock.on_breach_of not in owed:
                report(f"«{unlock.on_breach_of}» is owed by no provision of the pack", "add it under owes:")
            if unlock.when is not None and not reachable(ir.And((pack.scope, provision.when, unlock.when))):
                report(f"the remedy «{unlock.remedy}» can never be unlocked", "correct its when")
        if not reachable(ir.And((pack.scope, provision.when))):
            report(
                "the provision is unreachable: its condition is false for all facts",
                "correct when or the scope",
            )
    return out


def lines_of(provision: Provision) -> set[str]:
    lines = {give.line for give in provision.gives}
    return lines | {unlock.line for unlock in provision.unlocks if unlock.line is not None}


def check_library(packs: Iterable[Pack]) -> list[Problem]:
    """Problems between packs: versions that overlap, ids used twice, facts declared in two ways."""
    out: list[Problem] = []
    families: dict[str, list[Pack]] = {}
    owners: dict[str, Pack] = {}
    facts: dict[str, tuple[FactDef, Pack]] = {}
    for pack in packs:
        seen: set[str] = set()
        for provision in pack.provisions:
            owner = owners.setdefault(provision.id, pack)
            if provision.id in seen or owner.id != pack.id:
                what = f"the provision id «{provision.id}» is used twice (also in {owner.file})"
                out.append(Problem(pack.file, provision.line, what, "choose another id", provision.id))
            seen.add(provision.id)
        for name, fact in pack.facts.items():
            known = facts.setdefault(name, (fact, pack))
            if known[0] != fact:
                what = f"the fact «{name}» is declared differently in {known[1].file}"
                out.append(Problem(pack.file, 1, what, "declare it once, in the vocabulary", f"facts.{name}"))
        for other in families.setdefault(pack.id, []):
            out.extend(check_versions(other, pack))
        families[pack.id].append(pack)
    return out


def check_versions(first: Pack, second: Pack) -> list[Problem]:
    if first.version == second.version:
        what = f"version {second.version} of «{second.id}» exists already in {first.file}"
        return [Problem(second.file, 1, what, "give the new text a new version", "version")]
    if (first.jurisdiction, first.level) != (second.jurisdiction, second.level):
        what = f"versions of «{second.id}» differ in jurisdiction or level"
        return [Problem(second.file, 1, what, "use another pack id", "pack")]
    starts = (first.valid_from or date.min, second.valid_from or date.min)
    ends = (first.valid_to or date.max, second.valid_to or date.max)
    if max(starts) <= min(ends):
        what = f"the validity of version {second.version} overlaps version {first.version} ({first.file})"
        return [Problem(second.file, 1, what, "end one the day before the other begins", "valid")]
    return []
