import Clusters
import Platform

extension SweepFolder {
    /// The plan in the folder's plan file.
    ///
    /// **Throws:** ``Failure`` for a folder without a readable plan, or with a damaged one.
    func plan() throws -> SweepPlan {
        do throws(SweepError) {
            return try SweepPlan(json: try Self.bytes(planFile))
        } catch {
            throw Failure(outcome: .badInput, message: "\(planFile): \(error)")
        }
    }

    private static func bytes(_ path: String) throws(SweepError) -> [UInt8] {
        do throws(PlatformError) {
            return try WholeFile.read(path, byteCountMax: SweepPlan.byteCountMax)
        } catch {
            throw .unreadable(reason: error.reason)
        }
    }
}
