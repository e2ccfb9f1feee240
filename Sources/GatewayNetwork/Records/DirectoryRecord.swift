/// Something that a gateway tells everybody, such as the head of its ledger or an epoch's root.
///
/// Readers check for themselves what it says.
package struct DirectoryRecord: Sendable, Equatable {
    /// As received.
    package let bytes: [UInt8]
    package let body: String
    /// The gateway's key, in base64.
    package let gateway: String
    /// The kind, such as `receipts`, `epochs` or `prices`: a gateway has one record of each.
    package let kind: String
    package let sequence: Int
}
