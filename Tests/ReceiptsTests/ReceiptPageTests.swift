import Encodings
import Foundation
import Receipts
import TestSupport
import Testing

@Suite("The page of the receipt's format") struct ReceiptPageTests {
    /// The members that each table of the page names, in order, by the table's first heading.
    private static func tables() throws -> [[String]] {
        let page = try String(
            contentsOf: Vectors.house.appending(path: "Sources/Receipts/README.md"),
            encoding: .utf8)
        var tables: [[String]] = []
        for line in page.split(separator: "\n") {
            if line.hasPrefix("| member") { tables.append([]) }
            guard line.hasPrefix("| `"), !tables.isEmpty else { continue }
            let cell = line.dropFirst(2).prefix { $0 != "|" }
            tables[tables.count - 1] += cell.split(separator: "`").enumerated()
                .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }
        }
        return tables
    }

    @Test("The page names every member that is written, in the order in which it is written")
    func members() throws {
        let document = try JSONParser.parse(
            SampleReceipt().receipt().encoded, byteCountMax: 1 << 20)
        let madeBy = try document.at("made_by")
        let written = try [
            document, document.at("run"), madeBy, madeBy.at("makers").elements()[0],
        ].map { try $0.members().map(\.key) }
        #expect(try Self.tables() == written)
    }
}
