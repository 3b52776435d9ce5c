// A function without a landing pad in an object that says that it has them all: who calls it through a
// pointer is killed, if BTI is enforced.
	.text
	.globl	unpadded
	.type	unpadded, %function
unpadded:
	mov	w0, #0
	ret
	.section .note.gnu.property, "a"
	.p2align 3
	.word	4, 16, 5
	.asciz	"GNU"
	.word	0xc0000000, 4, 7, 0
	.section .note.GNU-stack, "", %progbits
