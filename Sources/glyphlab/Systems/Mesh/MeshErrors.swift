import MeshServing
import Platform
import Trials

/// Errors of a mesh's files and nodes as commands end with them.
enum MeshErrors {
    /// **Throws:** ``Failure`` in the place of an error that has an exit code here.
    static func told<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as MeshFileError {
            throw Failure(outcome: .badInput, message: "\(error)")
        } catch let error as MeshListeningError {
            throw Failure(outcome: .badInput, message: "listen: \(error)")
        } catch let error as ControlUnreached {
            throw Failure(outcome: .inconclusive, message: "\(error)")
        } catch let error as ControlRefusal {
            throw Failure(outcome: .doesNotHold, message: "the node refused it: \(error)")
        } catch PlatformError.missing(let path) {
            throw Failure(outcome: .badInput, message: "\(path): expected a file, got none")
        }
    }
}
