import Foundation
import HardenedNode
import Testing
import Trials

@Suite("The hardened node's page")
struct PageTests {
    private func page() throws -> String {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/HardenedNode/README.md")
        return try String(contentsOf: url, encoding: .utf8)
    }

    @Test("Every guard has its row, once")
    func guards() throws {
        let rows = try page().split(separator: "\n").filter { $0.hasPrefix("| `") }
        let names = rows.flatMap { row in
            (row.split(separator: "|").first ?? "").split(separator: "`").filter {
                $0.allSatisfy { $0.isLetter || $0 == "_" }
            }.map(String.init)
        }
        #expect(names.sorted() == HardenedNodeGuards.all.map(\.name).sorted())
    }
}
