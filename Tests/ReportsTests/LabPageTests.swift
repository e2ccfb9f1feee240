import Cryptography
import Encodings
import Fingerprints
import Foundation
import Receipts
import Reports
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The lab's report") struct LabPageTests {
    private static let provenance = Provenance(
        program: .init(
            version: "0.2.0", commit: nil, hasChanges: nil, build: "debug", compiler: "6.3"),
        host: .init(
            name: nil, processor: nil, architecture: "x86_64", system: "Debian", threadCount: 1),
        arguments: ["report"], startedAt: "2026-11-28T10:06:34Z")
    private static let sections = [
        "machines", "variations", "divergence", "disputes", "drift", "headroom", "cascade",
        "coverage",
    ]

    private func page(_ files: [EvidenceFile]) throws(EvidenceError) -> String {
        try LabEvidence(files, goldens: [EvidenceSamples.golden]).html(Self.provenance)
    }

    /// The page is written so that a parser of XML takes it, too.
    private func isWellFormed(_ page: String) -> Bool {
        XMLParser(data: Data(page.utf8)).parse()
    }

    /// The part of the page that a section is.
    private func section(_ id: String, of page: String) throws -> Substring {
        let start = try #require(page.range(of: "<section id=\"\(id)\""), "no section \(id)")
        let end = try #require(
            page.range(of: "</section>", range: start.upperBound..<page.endIndex))
        return page[start.lowerBound..<end.upperBound]
    }

    @Test("Without files every section is there, and tells which command makes its evidence")
    func empty() throws {
        let page = try page([])
        #expect(isWellFormed(page))
        for id in Self.sections {
            let section = try section(id, of: page)
            #expect(section.contains("Missing: no "), "\(id)")
            #expect(section.contains("<code>glyphlab "), "\(id)")
            #expect(!section.contains("<table"), "\(id)")
        }
    }

    @Test("With all evidence nothing is missing, and each section names its files' digests")
    func full() throws {
        let files = try EvidenceSamples.files()
        let page = try page(files)
        #expect(isWellFormed(page))
        for id in Self.sections {
            let section = try section(id, of: page)
            #expect(!section.contains("Missing:"), "\(id)")
            #expect(section.contains("SHA-256"), "\(id)")
        }
        for (name, json) in try EvidenceSamples.all() {
            #expect(page.contains(name), "\(name)")
            #expect(page.contains(Digests.sha256(json.utf8).text), "\(name)")
        }
        #expect(page.contains("glyphlab 0.2.0, commit 1a2b3c4d5e6f"))
    }

    @Test("Evidence is whole where every section has a file, and says which has none")
    func wholeness() throws {
        let files = try EvidenceSamples.files()
        #expect(try LabEvidence(files, goldens: []).isWhole)
        let part = try LabEvidence(Array(files.prefix(1)), goldens: [])
        #expect(!part.isWhole)
        #expect(part.text(.plain).contains("  Machines and goldens     reproduce.json\n"))
        #expect(part.text(.plain).contains("missing: no float shadow was given\n"))
        let sections = try #require(part.json.member("sections")?.arrayValue)
        #expect(sections.map { $0.member("missing")?.stringValue != nil }.filter { $0 }.count == 7)
    }

    @Test(
        "Each section says what its evidence says",
        arguments: [
            ("machines", "equal: a8d0b6f0939c, 2 prompts"),
            ("machines", "The one run equals its golden, bit for bit."),
            ("variations", "glyph-nano: its proofs, as the file says"),
            ("drift", "<td>0.0210 % – 4.5600 %</td>"),
            ("machines", "WEIGHTS: other weights"), ("machines", "A: a.json, "),
            ("variations", "1 of 2 variations that were tried does not hold."),
            ("variations", "prompt 2, h.1.mlp.act, element 9: it begins here"),
            ("divergence", "ROOT: "), ("divergence", "h.1.attn.qkv: begins to differ"),
            ("disputes", "1 of 2 disputes were judged right"), ("disputes", "14,000"),
            ("drift", "The integer engine moved no bit between avx2 and portable."),
            ("drift", "h.0.attn.qkv: 1.2e-7"), ("headroom", "3 values met a clamp."),
            ("headroom", "largest 1,048,576 of 1,048,576, 3 hits"),
            ("cascade", "Cascade of layer 1, head 0"), ("coverage", "90.00 %"),
        ])
    func content(_ id: String, _ text: String) throws {
        let section = try section(id, of: page(EvidenceSamples.files()))
        #expect(section.contains(text), "\(section)")
    }

    @Test("Nothing of the page is fetched from anywhere, and nothing of it runs")
    func standsAlone() throws {
        let page = try page(EvidenceSamples.files())
        #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("<script"))
        for match in page.matches(of: /(?:src|href|srcset|action)="([^"]*)"/) {
            #expect(match.1.hasPrefix("#") || match.1.hasPrefix("data:image/svg+xml"))
        }
        #expect(page.contains("default-src 'none'"))
    }

    @Test("A cell without a title has none, whatever its section's is")
    func titles() throws {
        let page = try page(EvidenceSamples.files())
        #expect(try !section("variations", of: page).contains(" title="))
        #expect(try section("machines", of: page).contains(" title="))
    }

    @Test(
        "Names, prompts and salts of strangers are text, never markup",
        arguments: [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "\"\u{301} onload=x ",
            "'{{{program}}}'", "</section></style>&amp;]]>", "\u{202E}\u{0}<b>",
        ])
    func hostile(_ text: String) throws {
        let page = try page(EvidenceSamples.files(hostile: text))
        #expect(isWellFormed(page))
        #expect(page.matches(of: /<(?:script|b)>|<img src=x|<b>/).isEmpty)
        #expect(page.matches(of: /<section id=/).count == Self.sections.count + 2)
        #expect(!page.contains("\u{202E}"))
    }

    // MARK: Goldens

    private static let claimed = EvidenceSamples.reproduced()

    @Test(
        "A file's own word of a match counts for nothing: only a golden that is here does",
        arguments: [
            ([], claimed, "not compared: a8d0b6f0939c", "glyph-nano, not among the goldens here"),
            (
                [EvidenceSamples.golden],
                claimed.replacing(#""match":true"#, with: #""match":null"#),
                "equal: a8d0b6f0939c", "glyph-nano"
            ),
            (
                [EvidenceSamples.golden], claimed.replacing("abab", with: "cdcd"),
                "not compared: a8d0b6f0939c", "glyph-nano, not among the goldens here"
            ),
            (
                [
                    Golden(
                        name: "glyph-nano", model: "glyph-nano",
                        integerWeightsHash: EvidenceSamples.golden.integerWeightsHash,
                        ultimateHash: GoldenPrompts.ultimateHash(["22", "11"]),
                        proofHashes: ["22", "11"])
                ], claimed, "DIFFERS: a8d0b6f0939c", "glyph-nano"
            ),
        ])
    func shelf(_ goldens: [Golden], _ json: String, _ cell: String, _ column: String) throws {
        let file = try EvidenceFile(bytes: Array(json.utf8), name: "reproduce.json")
        let page = try LabEvidence([file], goldens: goldens).html(Self.provenance)
        let section = try section("machines", of: page)
        #expect(section.contains("\(cell), 2 prompts"), "\(section)")
        #expect(section.contains("<span>\(column)</span>"), "\(section)")
        #expect(section.contains("v-held") == cell.hasPrefix("equal"), "\(section)")
    }

    @Test("Variations name their golden as known only where it is here, of the same weights")
    func variationsShelf() throws {
        let json = EvidenceSamples.variations()
        for (goldens, words) in [
            ([EvidenceSamples.golden], "glyph-nano: its proofs, as the file says"),
            ([], "glyph-nano: not among the goldens of these weights here"),
        ] {
            let file = try EvidenceFile(bytes: Array(json.utf8), name: "vary.json")
            let page = try LabEvidence([file], goldens: goldens).html(Self.provenance)
            #expect(try section("variations", of: page).contains("<dd>\(words)</dd>"))
        }
    }

    @Test("Each command that the page tells is whole: a dispute needs the model")
    func commands() throws {
        #expect(
            try section("disputes", of: page([])).contains(
                "dispute ours.trace theirs.trace --model Models/glyph-nano --format json"))
    }

    // MARK: What is refused

    private func error(_ json: String) -> EvidenceError? {
        do throws(EvidenceError) {
            _ = try EvidenceFile(bytes: Array(json.utf8), name: "x.json")
            return nil
        } catch {
            return error
        }
    }

    @Test("A file of no known form is refused with what it is")
    func unknown() {
        #expect(
            error(#"{"a":1,"b":2}"#)
                == .unknownForm(file: "x.json", got: #"an object of "a", "b", …"#))
        #expect(error("[]") == .unknownForm(file: "x.json", got: "an array"))
        guard case .malformed(_, "", "JSON", _) = error("{") else {
            Issue.record("\(String(describing: error("{")))")
            return
        }
    }

    @Test("A proof whose fingerprint does not follow from its rows is refused")
    func contradiction() {
        guard
            case .malformed("x.json", "fingerprint", _, "another") = error(
                EvidenceSamples.proof(fingerprint: "[]"))
        else {
            Issue.record("taken")
            return
        }
    }

    @Test("A receipt that was changed is refused")
    func receipt() {
        guard
            case .malformed("x.json", "", "a sound receipt", _) = error(
                #"{"format":"glyphlab receipt 1"}"#)
        else {
            Issue.record("taken")
            return
        }
    }

    @Test("The same bytes twice are refused")
    func repeated() throws {
        let bytes = Array(EvidenceSamples.shadow().utf8)
        let files = [
            try EvidenceFile(bytes: bytes, name: "a"), try EvidenceFile(bytes: bytes, name: "b"),
        ]
        #expect(throws: EvidenceError.repeated(file: "b", as: "a")) {
            _ = try LabEvidence(files, goldens: [])
        }
    }

    @Test("Of changed documents each is refused or drawn well-formed; none stops the program")
    func mutations() throws {
        let seed: UInt64 = 15
        var random = SeededGenerator(seed: seed)
        let values: [JSONValue] = [
            .null, .integer(-1), .integer(Int.max), .integer(Int.min), .string(""), .string("9"),
            .array([]), .object([]), .boolean(false), .array([.integer(0), .null]),
        ]
        var refused = 0
        for (name, json) in try EvidenceSamples.all() {
            let document = try JSONParser.parse(Array(json.utf8), byteCountMax: 1 << 20)
            for round in 0..<60 {
                let changed = Self.changed(document, &random, values)
                do throws(EvidenceError) {
                    let file = try EvidenceFile(
                        bytes: Array(changed.compactText.utf8), name: name)
                    #expect(isWellFormed(try page([file])), "seed \(seed), \(name), \(round)")
                } catch {
                    refused += 1
                }
            }
        }
        #expect(refused > 200, "seed \(seed): \(refused) refused")
    }

    /// One value of the document, at any depth, in place of another.
    private static func changed(
        _ value: JSONValue, _ random: inout SeededGenerator, _ values: [JSONValue]
    ) -> JSONValue {
        let staysHere = Int.random(in: 0..<5, using: &random) == 0
        if !staysHere, var members = value.objectValue, !members.isEmpty {
            let place = Int.random(in: 0..<members.count, using: &random)
            members[place].value = changed(members[place].value, &random, values)
            return .object(members)
        }
        if !staysHere, var elements = value.arrayValue, !elements.isEmpty {
            let place = Int.random(in: 0..<elements.count, using: &random)
            elements[place] = changed(elements[place], &random, values)
            return .array(elements)
        }
        return values[Int.random(in: 0..<values.count, using: &random)]
    }
}
