#pragma once
#define CONVENTIONS(X) X(ms, __attribute__((ms_abi)))
