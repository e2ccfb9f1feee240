import Platform
import Receipts

/// A receipt that an argument names.
struct ReceiptFile {
    let path: String
    let receipt: RunReceipt

    /// **Throws:** ``Failure`` where there is no receipt of this name, or one that does not hold.
    init(_ path: String) throws {
        self.path = path
        let bytes: [UInt8]
        do throws(PlatformError) {
            bytes = try WholeFile.read(path, byteCountMax: ReceiptLimits.byteCountMax)
        } catch {
            // A receipt that is not there is the user's slip; a model that is not is no fault.
            guard case .missing = error else { throw error }
            throw Failure(outcome: .badInput, message: "\(error)")
        }
        do throws(ReceiptError) {
            receipt = try RunReceipt(decoding: bytes)
        } catch {
            throw Failure(outcome: .badInput, message: "\(path): \(error)")
        }
    }
}
