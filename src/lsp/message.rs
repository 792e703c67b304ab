//! JSON-RPC messages: requests, notifications and responses, with the error codes of the protocol. Independent of methods.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// An error response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ResponseError {
    pub(super) code: i32,
    pub(super) message: String,
    /// Additional data that some errors have.
    pub(super) data: Option<Value>,
}

/// A message from the editor.
#[derive(Debug, PartialEq)]
pub(super) enum Message {
    Request {
        id: Value,
        method: String,
        params: Value,
    },
    Notification {
        method: String,
        params: Value,
    },
    /// A response to a request of the server.
    Response,
}

impl ResponseError {
    pub(super) const PARSE: i32 = -32700;
    pub(super) const INVALID_REQUEST: i32 = -32600;
    pub(super) const METHOD_NOT_FOUND: i32 = -32601;
    pub(super) const INVALID_PARAMS: i32 = -32602;
    pub(super) const NOT_INITIALIZED: i32 = -32002;
    pub(super) const CANCELLED: i32 = -32800;
    pub(super) const CONTENT_MODIFIED: i32 = -32801;
    pub(super) const SERVER_CANCELLED: i32 = -32802;

    pub(super) fn new(code: i32, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    /// The error for pulled diagnostics that the editor should request again.
    pub(super) fn ask_again(message: impl Into<String>) -> Self {
        let data = Some(json!({"retriggerRequest": true}));
        Self { code: Self::SERVER_CANCELLED, message: message.into(), data }
    }
}

impl Message {
    /// Parses the body of a message.
    pub(super) fn parse(body: &[u8]) -> Result<Self, ResponseError> {
        let message: Value =
            serde_json::from_slice(body).map_err(|e| ResponseError::new(ResponseError::PARSE, e.to_string()))?;
        let invalid = |what| Err(ResponseError::new(ResponseError::INVALID_REQUEST, what));
        let Value::Object(mut message) = message else { return invalid("a message must be an object") };
        let params = message.remove("params").unwrap_or_default();
        match (message.remove("id"), message.remove("method")) {
            (Some(id @ (Value::Number(_) | Value::String(_))), Some(Value::String(method))) => {
                Ok(Self::Request { id, method, params })
            }
            (None, Some(Value::String(method))) => Ok(Self::Notification { method, params }),
            (Some(_), None) if message.contains_key("result") || message.contains_key("error") => Ok(Self::Response),
            _ => invalid("neither a request nor a notification"),
        }
    }
}

/// Parses the parameters of a method.
pub(super) fn parse_params<T: DeserializeOwned>(params: Value) -> Result<T, ResponseError> {
    // A message of serde is not used, because it may quote words of a draft.
    serde_json::from_value(params)
        .map_err(|_| ResponseError::new(ResponseError::INVALID_PARAMS, "invalid parameters for this method"))
}

/// The JSON of a response to a request; `id` is null if the request could not be parsed.
pub(super) fn response(id: &Value, result: Result<Value, ResponseError>) -> Value {
    match result {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(ResponseError { code, message, data }) => {
            let mut error = json!({"code": code, "message": message});
            if let Some(data) = data {
                error["data"] = data;
            }
            json!({"jsonrpc": "2.0", "id": id, "error": error})
        }
    }
}

/// The JSON of a notification.
pub(super) fn notification(method: &str, params: &Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_messages_get_the_right_error_code() {
        for (body, code) in [
            ("{", ResponseError::PARSE),
            ("\"\u{1}\"", ResponseError::PARSE),
            ("[]", ResponseError::INVALID_REQUEST),
            ("{}", ResponseError::INVALID_REQUEST),
            (r#"{"id":null,"method":"x"}"#, ResponseError::INVALID_REQUEST),
            (r#"{"id":1,"method":2}"#, ResponseError::INVALID_REQUEST),
        ] {
            assert_eq!(Message::parse(body.as_bytes()).map_err(|error| error.code), Err(code), "{body}");
        }
        assert_eq!(Message::parse(b"\"\xff\"").map_err(|error| error.code), Err(ResponseError::PARSE));
        assert_eq!(Message::parse(br#"{"id":1,"result":null}"#), Ok(Message::Response));
    }
}
