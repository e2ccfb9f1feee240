package import PythonValues

/// The end of whatever a published node was doing: an exception of its program, or of its files.
package enum NodeFault: Error, Equatable, CustomStringConvertible {
    case python(PythonError)
    case file(NodeFileError)

    package var description: String {
        switch self {
        case .python(let error): error.description
        case .file(let error): "OSError: \(error)"
        }
    }
}
