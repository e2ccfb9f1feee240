internal import PublishedGateways
internal import PythonValues

/// A peer that follows a gateway, page by page, until a page has nothing new.
///
/// As the published code means it, it asks for receipts since the latest time that it saw; in
/// `hardened` for those behind a position.
struct GatewayFollower {
    private static let pageCountMax = 64

    /// Receipts, each in its one form.
    private(set) var seen: Set<[UInt8]> = []  // membership and count only, never iterated
    private var since = "0.0"
    private var position = 0

    /// Follows by position.
    ///
    /// - Parameter pull: receipts from a position on; none where the gateway does not answer.
    mutating func follow(byPosition pull: (_ position: Int) throws -> [[UInt8]]) rethrows {
        for _ in 0..<Self.pageCountMax {
            let page = try pull(position)
            guard !page.isEmpty else { return }
            position += page.count
            seen.formUnion(page)
        }
    }

    /// - Parameter pull: a page since a time; nil where the gateway does not answer.
    mutating func follow(_ pull: (_ since: String) -> [PythonValue]?) {
        for _ in 0..<Self.pageCountMax {
            guard let page = pull(since), !page.isEmpty else { return }
            var newCount = 0
            for receipt in page {
                guard let bytes = PublishedTexts.compact(receipt) else { continue }
                if seen.insert(bytes).inserted { newCount += 1 }
            }
            if let last = page.last?.found("created_at"), let text = try? last.text() {
                since = text.shown
            }
            guard newCount > 0 else { return }
        }
    }
}
