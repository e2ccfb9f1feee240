package import Scenarios

/// A change of a stopped system's file by somebody who has the disk in his hands.
package enum StoreDamage: Sendable {
    /// Keeps the file as it is now, or puts back what was kept.
    case snapshot, restore
    case sql(String)
    case splice(Splice)
    /// A whole database of another model's chain in its place.
    case otherModel
    case replace([UInt8])

    /// For the log.
    var name: String {
        switch self {
        case .snapshot: "snapshot"
        case .restore: "an older copy"
        case .sql(let sql): sql
        case .splice(let splice): "\(splice)"
        case .otherModel: "a chain of another model"
        case .replace(let bytes): "\(bytes.count) other bytes"
        }
    }
}
