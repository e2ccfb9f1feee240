package import Fingerprints

/// The forms in which rows on a grid are hashed. Equal hashes are equal texts, so that texts are
/// compared.
package enum RowTexts {
    /// As protocols v3 and v4 have it: [[layer,head,B,[[level,value],…]],…].
    ///
    /// **Shapes:** rows [heads][T], T ≥ 1.
    package static func glyphs(
        _ heads: [Head], _ rows: [[Int64]], rules: CascadeRules = .current
    ) -> String {
        let prints = zip(heads, rows).map { head, row in
            let cascade = RuleCascade(row, rules: rules)
            let glyphs = cascade.glyphs.map { "[\($0.level),\($0.value)]" }.joined(separator: ",")
            return "[\(head.layer),\(head.head),\(cascade.base),[\(glyphs)]]"
        }
        return "[\(prints.joined(separator: ","))]"
    }

    /// The rows themselves: [[layer,head,[value,…]],…].
    package static func direct(_ heads: [Head], _ rows: [[Int64]]) -> String {
        let parts = zip(heads, rows).map { head, row in
            "[\(head.layer),\(head.head),[\(row.map(String.init).joined(separator: ","))]]"
        }
        return "[\(parts.joined(separator: ","))]"
    }

    /// The rows without their order.
    package static func sorted(_ heads: [Head], _ rows: [[Int64]]) -> String {
        direct(heads, rows.map { $0.sorted(by: >) })
    }
}
