#!/usr/bin/env python3
"""Turns the lab's results (scenario TAB verdict TAB text TAB seconds, a line each) into JUnit XML."""
import sys
from xml.etree import ElementTree


def suites(lines):
    top, suite, last = ElementTree.Element("testsuites"), None, 0
    for name, verdict, text, seconds in (line.rstrip("\n").split("\t") for line in lines):
        if suite is None or suite.get("name") != name:
            suite = ElementTree.SubElement(top, "testsuite", name=name, tests="0", failures="0")
        if verdict == "#":
            out = suite[-1].find("system-out") if len(suite) else None
            if out is not None:
                out.text += text + "\n"
            continue
        case = ElementTree.SubElement(suite, "testcase", classname=name, name=text, time=str(int(seconds) - last))
        last = int(seconds)
        suite.set("tests", str(int(suite.get("tests")) + 1))
        if verdict != "ok":
            suite.set("failures", str(int(suite.get("failures")) + 1))
            ElementTree.SubElement(case, "failure", message=text)
        ElementTree.SubElement(case, "system-out").text = ""
    return top


with open(sys.argv[1], encoding="utf-8") as results:
    ElementTree.ElementTree(suites(results)).write(sys.stdout, encoding="unicode", xml_declaration=True)
