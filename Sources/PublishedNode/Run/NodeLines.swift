internal import PythonValues

extension NodeFault {
    /// The exception's text alone, as `str(exception)` has it.
    var message: String {
        switch self {
        case .python(let error): error.message
        case .file(let error): error.description
        }
    }
}

extension PythonValue {
    /// `str(value)` for a line; the type's name where CPython refuses to spell the value out.
    var lineText: String { ((try? text()) ?? PythonText(typeName)).shown }
}
