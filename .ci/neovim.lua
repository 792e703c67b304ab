-- A session with the real Neovim, headless: findings at their columns, an ignore as a code action, undo, a changed bylint.toml.
-- usage: BYLINT=path/to/bylint nvim --headless -u NONE DRAFT -c 'luafile .ci/neovim.lua'
-- The draft is a copy of fixtures/red-lines.md in a folder of its own.
local function fail(why)
  io.stderr:write('neovim: ' .. why .. '\n')
  vim.cmd('cquit 1')
end

-- Waits until something holds of the findings.
local function wait(what, holds)
  if not vim.wait(20000, function() return holds(vim.diagnostic.get(0)) end, 50) then
    fail('waited in vain until ' .. what .. ': ' .. #vim.diagnostic.get(0) .. ' findings')
  end
end

local function of(findings, rule)
  return vim.tbl_filter(function(finding) return finding.code == rule end, findings)
end

local folder = vim.fn.expand('%:p:h')
local id = vim.lsp.start_client({ name = 'bylint', cmd = { vim.env.BYLINT, 'lsp' }, root_dir = folder })
vim.lsp.buf_attach_client(0, id)

wait('the chain is found', function(findings) return #of(findings, 'secondhand-chain') > 0 end)
local chain = of(vim.diagnostic.get(0), 'secondhand-chain')[1]
local all = #of(vim.diagnostic.get(0), 'secondhand-chain')
if chain.lnum ~= 10 or chain.col ~= 20 then
  fail('the chain stands elsewhere: ' .. chain.lnum .. ':' .. chain.col)
end

local client = vim.lsp.get_client_by_id(id)
local place = { line = chain.lnum, character = chain.col }
local params = { textDocument = vim.lsp.util.make_text_document_params(), range = { start = place, ['end'] = place } }
params.context = { diagnostics = {} }
local answer = client.request_sync('textDocument/codeAction', params, 20000, 0)
local ignore = vim.tbl_filter(function(action)
  return action.title == 'Suppress secondhand-chain here, with a reason'
end, answer.result)[1]
if not ignore then fail('no ignore is offered') end
vim.lsp.util.apply_workspace_edit(ignore.edit, client.offset_encoding)
wait('the chain is ignored', function(findings) return #of(findings, 'secondhand-chain') == all - 1 end)
vim.cmd('undo')
wait('the chain is found again', function(findings) return #of(findings, 'secondhand-chain') == all end)

vim.wait(1500)
vim.fn.writefile({ '[rules]', "ignore = ['secondhand-chain']" }, folder .. '/bylint.toml')
wait('bylint.toml counts', function(findings)
  return #findings > 0 and #of(findings, 'secondhand-chain') == 0
end)
print('neovim: all as it should be\n')
vim.cmd('qall!')
