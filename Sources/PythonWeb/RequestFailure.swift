package import PythonValues
package import Routing

/// The end of a request that its handler does not answer.
package enum RequestFailure: Error, Sendable {
    /// 422, or 400: the request is not of its schema.
    case schema(SchemaError)
    /// An HTTPException.
    case refused(status: Int, detail: PythonValue)
    /// Any other exception: HTTP 500. The process lives, and what was changed before stays.
    case raised(PythonError)

    /// An HTTPException with a text. (A surrogate alone in it cannot be answered.)
    package static func refused(_ status: Int, _ detail: PythonText) -> RequestFailure {
        .refused(status: status, detail: .string(detail))
    }

    package static func refused(_ status: Int, _ detail: String) -> RequestFailure {
        .refused(status, PythonText(detail))
    }

    /// The answer, which is 500 where what it should say cannot be spelt.
    package var answer: WebAnswer {
        do throws(PythonError) {
            switch self {
            case .schema(let error): return try error.answer()
            case .refused(let status, let detail):
                return try WebAnswer(status: status, detail: detail)
            case .raised: return .internalServerError
            }
        } catch {
            return .internalServerError
        }
    }

    /// The exception by which the request crashed; nil where it was answered on purpose.
    package var exception: PythonError? {
        switch self {
        case .raised(let error): error
        case .schema(let error): Self.exception { () throws(PythonError) in try error.answer() }
        case .refused(let status, let detail):
            Self.exception { () throws(PythonError) in
                try WebAnswer(status: status, detail: detail)
            }
        }
    }

    private static func exception(
        _ answer: () throws(PythonError) -> WebAnswer
    ) -> PythonError? {
        do throws(PythonError) {
            _ = try answer()
            return nil
        } catch {
            return error
        }
    }
}
