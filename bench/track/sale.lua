-- Each request is another sale: half by new customers, half by one of a thousand known ones.
local key, thread_count = nil, 0
local name = "t"

function setup(thread)
  thread_count = thread_count + 1
  thread:set("number", thread_count)
end

function init(arguments)
  key = arguments[1]
  name = arguments[2] .. "-" .. number .. "-"
  wrk.method = "POST"
  wrk.headers["Authorization"] = "Bearer " .. key
  wrk.headers["Content-Type"] = "application/json"
  sent = 0
end

function request()
  sent = sent + 1
  local customer = sent % 2 == 0 and ("known-" .. sent % 1000) or (name .. sent)
  local body = string.format(
    '{"external_id":"%s%d","customer":{"external_id":"%s"},"code":"ADA","amount":{"amount":5000,"currency":"EUR"}}',
    name, sent, customer)
  return wrk.format(nil, "/v1/track/sale", nil, body)
end
