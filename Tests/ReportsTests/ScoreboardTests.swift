import Encodings
import Reports
import Testing
import Trials

/// The scoreboard: claims × systems × profiles, and the named attacks.
@Suite("The scoreboard")
struct ScoreboardTests {
    private static let named = """
        {"attacks": [
          {"name": "forgery", "about": "To act for a key.", "cells": [
            {"system": "chain", "scenarios": ["LED-01", "POI-03"]},
            {"system": "mesh", "scenarios": ["SIG-01"], "blank": {"published": "No rule."}}]},
          {"name": "fork", "about": "Two histories.", "cells": [
            {"system": "chain", "blank": {"published": "No forks.", "hardened": "No forks."}}]}
        ]}
        """

    private static func attacks() throws -> NamedAttacks {
        try NamedAttacks(json: Array(named.utf8))
    }

    private static let suite = SuiteResult(
        results: SampleSuite.small.results + [
            SampleSuite.result(id: "SIG-01", system: "mesh", claim: .signatures),
            SampleSuite.result(id: "SIG-02", system: "mesh", claim: .signatures, entry: "peer"),
        ], holes: SampleSuite.small.holes, seed: "00")

    private static func board(_ suite: SuiteResult, _ named: NamedAttacks?) throws -> JSONValue {
        let document = VerdictsReport.json(suite, SampleSuite.provenance(), named: named)
        return try #require(document.member("scoreboard"))
    }

    @Test("Scenarios, triples and root causes by system, and together")
    func sums() throws {
        let board = try Self.board(Self.suite, nil)
        #expect(
            board.member("systems")?.compactText == """
                [{"system":"chain","scenarios":6,"triples":1,"root_causes":1},\
                {"system":"mesh","scenarios":2,"triples":2,"root_causes":0}]
                """)
        #expect(
            board.member("all")?.compactText == #"{"scenarios":8,"triples":3,"root_causes":1}"#)
        #expect(board.member("named_attacks")?.compactText == "null")
    }

    @Test("Each claim of each system under each profile: held, broken, undecided, not tried")
    func claims() throws {
        let rows = try #require(try Self.board(Self.suite, nil).member("claims")?.arrayValue)
        #expect(
            rows.prefix(4).map(\.compactText) == [
                """
                {"claim":"SIG","system":"mesh","profile":"published","held":0,"broken":0,\
                "undecided":0,"not_tried":2,"surprises":0}
                """,
                """
                {"claim":"SIG","system":"mesh","profile":"hardened","held":2,"broken":0,\
                "undecided":0,"not_tried":0,"surprises":0}
                """,
                """
                {"claim":"LED","system":"chain","profile":"published","held":0,"broken":1,\
                "undecided":0,"not_tried":0,"surprises":0}
                """,
                """
                {"claim":"LED","system":"chain","profile":"hardened","held":1,"broken":0,\
                "undecided":0,"not_tried":0,"surprises":0}
                """,
            ])
        // Six claims and the sums of two systems, each under two sets of rules.
        #expect(rows.count == 16)
        #expect(
            rows[13].compactText == """
                {"claim":null,"system":"chain","profile":"hardened","held":1,"broken":1,\
                "undecided":4,"not_tried":0,"surprises":4}
                """)
    }

    @Test("Named attacks: the verdicts of each scenario, and a reason for each blank")
    func named() throws {
        let rows = try Self.board(Self.suite, Self.attacks()).member("named_attacks")?.arrayValue
        #expect(
            rows?.map(\.compactText) == [
                """
                {"name":"forgery","about":"To act for a key.","systems":[{"system":"chain",\
                "scenarios":[{"id":"LED-01","published":"broken","hardened":"held"},\
                {"id":"POI-03","published":"held","hardened":"broken"}],"blank":{}},\
                {"system":"mesh","scenarios":[{"id":"SIG-01","published":null,\
                "hardened":"held"}],"blank":{"published":"No rule."}}]}
                """,
                """
                {"name":"fork","about":"Two histories.","systems":[{"system":"chain",\
                "scenarios":[],"blank":{"published":"No forks.","hardened":"No forks."}},\
                {"system":"mesh","scenarios":[],"blank":\
                {"published":"Nothing is said of this attack on this system.",\
                "hardened":"Nothing is said of this attack on this system."}}]}
                """,
            ])
    }

    @Test("A run without any scenario of the named attacks has no table of them")
    func absent() throws {
        let suite = SuiteResult(
            results: [SampleSuite.result(id: "LED-09")], holes: [], seed: "00")
        let named = try Self.attacks()
        #expect(try Self.board(suite, named).member("named_attacks")?.compactText == "null")
        #expect(!ScoreboardDrawing(suite, named).svg.contains("forgery"))
        let page = PageReport.html(suite, SampleSuite.provenance(), named: named)
        #expect(!page.contains("id=\"named\""))
    }

    @Test("Systems come from the run: one, two or seven, each with its column")
    func systems() throws {
        for count in [0, 1, 2, 7] {
            let suite = SuiteResult(
                results: (0..<count).map {
                    SampleSuite.result(id: "LED-\($0)", system: "system-\($0)")
                }, holes: [], seed: "00")
            let svg = ScoreboardDrawing(suite, nil).svg
            let page = PageReport.html(suite, SampleSuite.provenance())
            for system in 0..<count {
                #expect(svg.contains(">system-\(system)</text>"))
                #expect(page.contains("<a href=\"#system\(system + 1)\"><b>system-\(system)</b>"))
                #expect(page.contains("<div class=\"system\" id=\"system\(system + 1)\">"))
            }
            #expect(!page.contains("id=\"system\(count + 1)\""))
        }
    }

    @Test("The picture tells figures, verdicts by shape, ids, surprises and reasons")
    func picture() throws {
        let svg = try ScoreboardDrawing(Self.suite, Self.attacks()).svg
        for part in [
            "2 systems, 8 scenarios, 3 guard × oracle × entry, 1 root cause",
            "5 unexpected verdicts", ">LED-01× POI-03!</text>", "– (1) No rule.",
            "– (2) No forks.", ">– (2)</text>", ">1/2</text>", ">1/6</text>", ">!</text>",
        ] {
            #expect(svg.contains(part), "\(part)")
        }
    }

    @Test("The page has the same, with links to the scenarios that were run")
    func page() throws {
        let page = PageReport.html(
            Self.suite, SampleSuite.provenance(), named: try Self.attacks())
        for part in [
            "<section id=\"grid\">", "<section id=\"named\">",
            "aria-label=\"chain, published: 1 broken, 1 held, 4 not tried, 1 unexpected\"",
            "title=\"LED-01: published broken, hardened held\">LED-01×</a>", "<li>No forks.</li>",
            "6 scenarios · 1 triple · 1 root cause", "<a href=\"#causes1\">root causes</a>",
            "<h3 id=\"causes1\">chain",
            "<span class=\"chip of-hardened v-held\">",
        ] {
            #expect(page.contains(part), "\(part)")
        }
    }
}
