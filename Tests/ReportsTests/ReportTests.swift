import Auditing
import Fingerprints
import Foundation
import Reports
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Reports")
struct ReportTests {
    @Test("Numbers are written for people, in integers")
    func numbers() {
        #expect(DecimalText.ratio(1, 3) == "0.33")
        #expect(DecimalText.ratio(200, 1) == "200.00")
        #expect(DecimalText.ratio(1, 0) == "–")
        #expect(DecimalText.grouped(1_234_567) == "1,234,567")
        #expect(DecimalText.grouped(-999) == "-999")
        #expect(DecimalText.perSecond(5, nanoseconds: 2_000_000_000) == "2.50")
    }

    @Test("A bar is full when the work is done and empty before")
    func bar() {
        #expect(ProgressBar.text("x", done: 0, total: 4).contains("█") == false)
        #expect(ProgressBar.text("x", done: 4, total: 4).contains("░") == false)
    }

    @Test("A hostile token cannot break the picture or the terminal")
    func hostileTokens() {
        let tokens = ["<script>", "\u{1B}[2J", "&\u{0}\""].map { TokenText.shown(Array($0.utf8)) }
        let fingerprint = Fingerprint(salt: "<&>\u{1}", rows: [[[1, 2, 3]]])
        let svg = CascadeDrawing.svg(fingerprint, tokens: tokens)
        #expect(!svg.contains("<script"))
        #expect(!svg.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        let text = CascadeText.drawing(fingerprint.heads[0], tokens: tokens)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test("Every size of row from 1 to 60 can be drawn")
    func sizes() {
        for count in 1...60 {
            let row = (0..<count).map { Int64($0 * $0 % 17 + 1) }
            let fingerprint = Fingerprint(salt: "s", rows: [[row]])
            let tokens = row.map(String.init)
            #expect(CascadeDrawing.svg(fingerprint, tokens: tokens).hasSuffix("</svg>\n"))
            #expect(!CascadeText.drawing(fingerprint.heads[0], tokens: tokens).isEmpty)
        }
    }

    @Test("Columns are aligned, and the last one ends without blanks")
    func columns() {
        var table = ColumnTable(titles: ["one", "two"])
        table.add("name", ["1", "22"])
        table.add("longer name", ["333333", "4"])
        #expect(
            table.text == """
                               one     two
                  name         1       22
                  longer name  333333  4

                """)
    }

    @Test("An audit of any size can be drawn, and a hostile name cannot break the picture")
    func audits() throws {
        for (layers, heads) in [(1, 1), (1, 512), (512, 1), (12, 12), (48, 25)] {
            let panel = AuditDrawing.Panel(
                title: "<a href='x'>\u{1}&" + String(repeating: "n", count: 300), note: "]]>",
                heads: Self.statistics(layerCount: layers, headCount: heads),
                criteria: [.init(name: .depth, expected: "\"", got: "<", holds: layers > 1)])
            let svg = AuditDrawing.svg([panel, panel])
            let parser = XMLParser(data: Data(svg.utf8))
            #expect(parser.parse(), "\(layers) × \(heads): \(parser.parserError as Any)")
            #expect(!svg.contains("<a href"))
        }
        // Nothing to show is shown, too.
        let empty = AuditDrawing.Panel(
            title: "", note: "", heads: [[HeadStatistics()]], criteria: [])
        #expect(AuditDrawing.svg([empty]).hasSuffix("</svg>\n"))
    }

    /// Each head has seen one row, more even the deeper it lies.
    private static func statistics(layerCount: Int, headCount: Int) -> [[HeadStatistics]] {
        (0..<layerCount).map { layer in
            (0..<headCount).map { head in
                let share = Int64(65536 - 32768 * layer / layerCount)
                var statistics = HeadStatistics()
                statistics.add(
                    row: [share, 65536 - share], shuffled: [65536 - share, share],
                    places: head % 2 == 0 ? [0, 1] : [1, 0])
                return statistics
            }
        }
    }
}
