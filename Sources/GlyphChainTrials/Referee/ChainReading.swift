package import Scenarios

/// The referee's reading of one profile's bytes, and the rules that it holds blocks to.
package protocol ChainReading {
    /// A block; or why it means nothing exact.
    ///
    /// - Parameter height: its place, which says its reward.
    func exact(_ bytes: [UInt8], height: Int) -> Result<ExactBlock, Inexact>
    /// The one form of a block that a node keeps, on the main chain or on a branch.
    func canonicalBytes(ofKept bytes: [UInt8], height: Int) -> Result<[UInt8], Inexact>
    func exactPayment(_ bytes: [UInt8]) -> Result<ExactPayment, Inexact>
    /// The target that the schedule gives, after blocks from height 1 on.
    func exactTarget(_ height: Int, _ blocks: [ExactBlock]) -> String
    /// Whether a block may be of a time, by those of all below it, genesis first. How far ahead of
    /// a clock it is, is another question.
    func isLateEnough(_ seconds: Int, after times: [Int]) -> Bool
    /// The proof that a block earns, computed again; nil where no model can answer what it asks.
    ///
    /// **Throws:** an error of the laboratory.
    func earnedProof(_ bytes: [UInt8]) throws -> String?

    /// The hash that a block claims, spelled as in its bytes.
    ///
    /// **Throws:** an error where no block can be read.
    func claimedHash(_ bytes: [UInt8]) throws -> String
    /// The blocks of a chain's file, genesis first; nil where it is none.
    func blocks(inFile bytes: [UInt8]) -> [[UInt8]]?
    /// A block as an element of a chain's file.
    func element(_ bytes: [UInt8]) -> [UInt8]

    /// Whether white space between a file's blocks is no part of the chain: it is where nothing
    /// that is hashed has any.
    var isFileFree: Bool { get }
    /// Whether a block's bytes fit and carry the stamp that its header must have.
    func isAdmitted(_ bytes: [UInt8]) -> Bool
    /// Whether a payment is signed by its sender and next after the nonce before.
    ///
    /// - Parameter nonce: of the sender's last payment; nil before the first.
    func isPayable(_ payment: ExactPayment, after nonce: Int?) -> Bool
}

extension ChainReading {
    /// That of a block which means something exact.
    package func canonicalBytes(
        ofKept bytes: [UInt8], height: Int
    ) -> Result<[UInt8], Inexact> {
        exact(bytes, height: height).map(\.canonicalBytes)
    }
}
