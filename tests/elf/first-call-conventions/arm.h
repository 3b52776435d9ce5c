#pragma once
#define CONVENTIONS(X) X(soft, __attribute__((pcs("aapcs"))))
